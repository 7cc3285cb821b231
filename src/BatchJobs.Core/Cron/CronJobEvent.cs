using BatchJobs.State;

namespace BatchJobs.Cron;

/// <summary>What can happen to a CronJob; the names of its kinds.</summary>
internal enum CronJobEventKind
{
    /// <summary>Time alone has passed, or somebody wants the CronJob looked at.</summary>
    WakeupReached,

    /// <summary>New schedule, suspend, resume, new template.</summary>
    SpecChanged,

    /// <summary>Somebody wants the CronJob gone.</summary>
    DeletionRequested,

    /// <summary>A Job that was asked for exists.</summary>
    JobCreated,

    /// <summary>A Job that was asked for could not be created.</summary>
    JobRefused,

    /// <summary>A Job that was asked for could not be created, since another one of its name exists and is not a child.</summary>
    JobNameTaken,

    /// <summary>A child could not be deleted.</summary>
    JobDeletionRefused,

    /// <summary>A child was added or has changed.</summary>
    ChildChanged,

    /// <summary>A child no longer exists.</summary>
    ChildRemoved,

    /// <summary>After a restart: the children that exist.</summary>
    ChildrenListed,
}

/// <summary>One thing that happened to a CronJob; made by the factory of its kind only.</summary>
internal readonly record struct CronJobEvent
{
    /// <summary>What only some kinds tell: a spec, a message or children.</summary>
    private readonly object? detail;

    private CronJobEvent(CronJobEventKind kind, object? detail = null)
    {
        Kind = kind;
        this.detail = detail;
    }

    public CronJobEventKind Kind { get; }

    public ResolvedCronJobSpec? Spec => detail as ResolvedCronJobSpec;

    public DeletionMode Deletion { get; private init; }

    /// <summary>The Job concerned.</summary>
    public ChildJobReport Child { get; private init; }

    /// <summary>The Job had been created before, by a command repeated after a crash.</summary>
    public bool Existed { get; private init; }

    /// <summary>Why a command was refused.</summary>
    public string? Message => detail as string;

    public IReadOnlyList<ChildJobReport>? Children => detail as IReadOnlyList<ChildJobReport>;

    public static CronJobEvent WakeupReached() => new(CronJobEventKind.WakeupReached);

    public static CronJobEvent SpecChanged(ResolvedCronJobSpec spec) => new(CronJobEventKind.SpecChanged, spec);

    public static CronJobEvent DeletionRequested(DeletionMode mode) => new(CronJobEventKind.DeletionRequested) { Deletion = mode };

    public static CronJobEvent JobCreated(string name, Guid uid, bool existed = false) =>
        new(CronJobEventKind.JobCreated) { Child = new ChildJobReport(name, uid), Existed = existed };

    public static CronJobEvent JobRefused(string name, string message) =>
        new(CronJobEventKind.JobRefused, message) { Child = new ChildJobReport(name, Guid.Empty) };

    public static CronJobEvent JobNameTaken(string name) => new(CronJobEventKind.JobNameTaken) { Child = new ChildJobReport(name, Guid.Empty) };

    public static CronJobEvent JobDeletionRefused(string name, string message) =>
        new(CronJobEventKind.JobDeletionRefused, message) { Child = new ChildJobReport(name, Guid.Empty) };

    public static CronJobEvent ChildChanged(ChildJobReport child) => new(CronJobEventKind.ChildChanged) { Child = child };

    public static CronJobEvent ChildRemoved(string name, Guid uid) => new(CronJobEventKind.ChildRemoved) { Child = new ChildJobReport(name, uid) };

    public static CronJobEvent ChildrenListed(IReadOnlyList<ChildJobReport> children) => new(CronJobEventKind.ChildrenListed, children);
}

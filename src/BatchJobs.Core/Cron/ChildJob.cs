using BatchJobs.Primitives;

namespace BatchJobs.Cron;

/// <summary>How a Job of a CronJob has ended.</summary>
internal enum ChildJobOutcome
{
    /// <summary>It goes on.</summary>
    None,

    /// <summary>It has the condition Complete.</summary>
    Complete,

    /// <summary>It has the condition Failed.</summary>
    Failed,
}

/// <summary>A Job whose controller reference names the CronJob, as the engine sees it.</summary>
internal readonly record struct ChildJobReport(
    string Name,
    Guid Uid,
    ChildJobOutcome Outcome = ChildJobOutcome.None,
    OptionalTime StartTime = default,
    OptionalTime CompletionTime = default);

/// <summary>What a CronJob remembers of one of its Jobs.</summary>
internal sealed class ChildJob(string name)
{
    public string Name { get; } = name;

    /// <summary>Null until the engine has told of the Job.</summary>
    public Guid? Uid { get; set; }

    /// <summary>The activation this Job was asked for; null once the engine has answered.</summary>
    public DateTimeOffset? RequestedFor { get; set; }

    /// <summary>It is one of the active Jobs of the status.</summary>
    public bool IsActive { get; set; }

    public ChildJobOutcome Outcome { get; set; }

    public DateTimeOffset? StartTime { get; set; }

    public DateTimeOffset? CompletionTime { get; set; }

    /// <summary>Its deletion has been asked for.</summary>
    public bool IsBeingDeleted { get; set; }

    /// <summary>It no longer exists; forgotten with the next look.</summary>
    public bool IsGone { get; set; }

    public bool IsRequested => RequestedFor is not null;

    public bool IsFinished => Outcome != ChildJobOutcome.None;

    /// <summary>It stands in the way of, or gives way to, a further run.</summary>
    public bool Occupies => IsActive || (IsRequested && !IsBeingDeleted);

    public ChildJob Clone() => (ChildJob)MemberwiseClone();
}

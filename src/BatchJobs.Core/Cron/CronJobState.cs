using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Cron;

/// <summary>All that has to survive a restart for a CronJob to go on, and nothing else; its size follows the Jobs that exist, never the runs made.</summary>
/// <remarks>
/// Invariants, checked by <c>CronJobInvariants</c>: 1. no two children have a name in common; 2. an active child has a uid;
/// 3. a child is either asked for or active, not both.
/// </remarks>
internal sealed class CronJobState(JobKey key, Guid uid, DateTimeOffset createdAt, ResolvedCronJobSpec spec)
{
    public JobKey Key { get; } = key;

    public Guid Uid { get; } = uid;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public ResolvedCronJobSpec Spec { get; set; } = spec;

    /// <summary>The references to this CronJob that its Jobs share.</summary>
    public IReadOnlyList<OwnerReference> OwnerReferences { get; } = [ScheduledJob.OwnerReferenceTo(key, uid)];

    /// <summary>The Jobs of this CronJob in the order in which it came to know them.</summary>
    public List<ChildJob> Children { get; private init; } = [];

    /// <summary>The scheduled time of the latest run.</summary>
    public DateTimeOffset? LastScheduleTime { get; set; }

    /// <summary>When a run last completed.</summary>
    public DateTimeOffset? LastSuccessfulTime { get; set; }

    public DeletionMark? Deletion { get; set; }

    /// <summary>The host has been asked to remove the CronJob.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>An activation whose Job name belongs to somebody else.</summary>
    public DateTimeOffset? NameTakenFor { get; set; }

    /// <summary>When the schedule was changed; catching up, a CronJob has missed nothing before.</summary>
    public DateTimeOffset? RescheduledAt { get; set; }

    /// <summary>Refused commands in a row, and until when nothing is tried.</summary>
    public int Failures { get; set; }

    public DateTimeOffset? RetryAt { get; set; }

    /// <summary>When time alone will change something, as far as the last look could tell.</summary>
    public DateTimeOffset? TimedLookAt { get; set; }

    /// <summary>A look may find something to say or to do about the children, as always after a restart; without, it passes them over.</summary>
    public bool HasNews { get; set; } = true;

    /// <summary>How often the active Jobs have changed.</summary>
    public long ActiveChanges { get; private set; }

    /// <summary>From where missed runs are counted.</summary>
    public DateTimeOffset LastRunOrCreation => LastScheduleTime ?? CreatedAt;

    public ChildJob? ChildNamed(string name)
    {
        // The latest are asked for most.
        for (int i = Children.Count - 1; i >= 0; i--)
        {
            if (Children[i].Name == name)
            {
                return Children[i];
            }
        }

        return null;
    }

    public void SetActive(ChildJob child, bool active)
    {
        ActiveChanges += child.IsActive == active ? 0 : 1;
        child.IsActive = active;
    }

    /// <summary>Has time look at the CronJob at an instant, if not before.</summary>
    public void LookAt(DateTimeOffset? instant)
    {
        if (TimedLookAt is null || instant < TimedLookAt)
        {
            TimedLookAt = instant;
        }
    }

    /// <summary>A copy that shares nothing that changes.</summary>
    public CronJobState Clone() => new(Key, Uid, CreatedAt, Spec)
    {
        Children = Children.ConvertAll(child => child.Clone()),
        LastScheduleTime = LastScheduleTime,
        LastSuccessfulTime = LastSuccessfulTime,
        Deletion = Deletion,
        IsRemoved = IsRemoved,
        NameTakenFor = NameTakenFor,
        RescheduledAt = RescheduledAt,
        Failures = Failures,
        RetryAt = RetryAt,
        TimedLookAt = TimedLookAt,
        HasNews = HasNews,
        ActiveChanges = ActiveChanges,
    };
}

using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.State;

/// <summary>A pod the Job asked for and still has to do with; one without a report is <em>Requested</em>.</summary>
/// <remarks>Changed only through <see cref="PodTable"/>, which keeps its counts in step.</remarks>
internal sealed class PodRecord(long ordinal, int index, DateTimeOffset createdAt)
{
    /// <summary>The index of pods of a NonIndexed Job.</summary>
    public const int NoIndex = -1;

    public long Ordinal { get; } = ordinal;

    public int Index { get; } = index;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    /// <summary>Counted failures of the index before this pod (annotation job-index-failure-count).</summary>
    public int FailureCount { get; init; }

    /// <summary>Ignored failures of the index before this pod (annotation job-index-ignored-failure-count).</summary>
    public int IgnoredFailureCount { get; init; }

    /// <summary>The latest report; null while none has come.</summary>
    public PodStatus? Status { get; private set; }

    /// <summary>When its end was asked for, by us or by somebody else.</summary>
    public DateTimeOffset? StoppingSince { get; private set; }

    /// <summary>Its outcome is neither counted nor waived; what the job-tracking finalizer says on a cluster.</summary>
    public bool Tracked { get; private set; } = true;

    /// <summary>Its failure is already part of the failure streak.</summary>
    public bool InStreak { get; set; }

    /// <summary>It is among the ended pods, or waits for its replacement.</summary>
    public bool Listed { get; set; }

    /// <summary>The pod that was asked for in its place, while its failure is not counted yet.</summary>
    public long? ReplacedBy { get; set; }

    public PodPhase Phase => Status?.Phase ?? PodPhase.Pending;

    public bool IsTerminal => Phase is PodPhase.Succeeded or PodPhase.Failed;

    public bool IsActive => !IsTerminal && StoppingSince is null;

    public bool IsTerminating => !IsTerminal && StoppingSince is not null;

    public bool IsReady => IsActive && ReadyCondition?.Status == ConditionStatus.True;

    /// <summary>Somebody placed it where it can run.</summary>
    public bool IsAssigned => Status is { Scheduled: true };

    public PodCondition? ReadyCondition
    {
        get
        {
            if (Status is not null)
            {
                foreach (PodCondition condition in Status.Conditions)
                {
                    if (condition.Type == PodConditionTypes.Ready)
                    {
                        return condition;
                    }
                }
            }

            return null;
        }
    }

    /// <summary>In-place restarts of all its containers, init containers included.</summary>
    public int Restarts { get; private set; }

    internal void SetStatus(PodStatus status)
    {
        Status = status;
        Restarts = Sum(status.ContainerStatuses) + Sum(status.InitContainerStatuses);
        if (StoppingSince is null && status.DeletionTimestamp is { } deadline)
        {
            StoppingSince = deadline - TimeSpan.FromSeconds(status.DeletionGracePeriodSeconds);
        }
    }

    internal void SetStopping(DateTimeOffset now) => StoppingSince ??= now;

    internal void SetUntracked() => Tracked = false;

    internal PodRecord Clone() => (PodRecord)MemberwiseClone();

    private static int Sum(IReadOnlyList<ContainerStatus> containers)
    {
        int sum = 0;
        for (int i = 0; i < containers.Count; i++)
        {
            sum += containers[i].RestartCount;
        }

        return sum;
    }
}

using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.State;

/// <summary>A pod the Job asked for and still has to do with; one without a report is <em>Requested</em>.</summary>
/// <remarks>
/// Changed only through <see cref="PodTable"/>, which keeps its counts in step and uses the records of removed pods again:
/// a record must not be kept beyond the step that removed its pod.
/// </remarks>
internal sealed class PodRecord(long ordinal, int index, DateTimeOffset createdAt)
{
    /// <summary>The index of pods of a NonIndexed Job.</summary>
    public const int NoIndex = -1;

    private const long Nobody = -1;

    private PodStatus? status;
    private PodCompletion completion;
    private long createdTicks = createdAt.UtcTicks;
    private OptionalTime stoppingSince;
    private long replacedBy = Nobody;

    /// <summary>For <see cref="PodSlots"/>: the next pod of the same slot.</summary>
    private PodRecord? nextOfSlot;

    public long Ordinal { get; private set; } = ordinal;

    public int Index { get; private set; } = index;

    public DateTimeOffset CreatedAt
    {
        get => new(createdTicks, TimeSpan.Zero);
        private set => createdTicks = value.UtcTicks;
    }

    /// <summary>Counted failures of the index before this pod (annotation job-index-failure-count).</summary>
    public int FailureCount { get; set; }

    /// <summary>Ignored failures of the index before this pod (annotation job-index-ignored-failure-count).</summary>
    public int IgnoredFailureCount { get; set; }

    /// <summary>The latest report; null while none has come.</summary>
    public PodStatus? Status => status ??= IsCompletion ? completion.ToStatus() : null;

    /// <summary>Something was reported of it.</summary>
    public bool HasReport { get; private set; }

    /// <summary>When its end was asked for, by us or by somebody else.</summary>
    public DateTimeOffset? StoppingSince
    {
        get => stoppingSince;
        private set => stoppingSince = value;
    }

    /// <summary>Its outcome is neither counted nor waived; what the job-tracking finalizer says on a cluster.</summary>
    public bool Tracked { get; private set; } = true;

    /// <summary>Its failure is already part of the failure streak.</summary>
    public bool InStreak { get; set; }

    /// <summary>It is among the ended pods, or waits for its replacement.</summary>
    public bool Listed { get; set; }

    /// <summary>The pod that was asked for in its place, while its failure is not counted yet.</summary>
    public long? ReplacedBy
    {
        get => replacedBy == Nobody ? null : replacedBy;
        set => replacedBy = value ?? Nobody;
    }

    public PodPhase Phase { get; private set; }

    public bool IsTerminal => Phase is PodPhase.Succeeded or PodPhase.Failed;

    public bool IsStopping => stoppingSince.HasValue;

    public bool IsActive => !IsTerminal && !IsStopping;

    public bool IsTerminating => !IsTerminal && IsStopping;

    public bool IsReady => IsActive && HasReadyCondition;

    /// <summary>Somebody placed it where it can run.</summary>
    public bool IsAssigned => IsCompletion || Status is { Scheduled: true };

    /// <summary>The latest report came as a <see cref="PodCompletion"/>.</summary>
    public bool IsCompletion { get; private set; }

    public ref readonly PodCompletion Completion => ref completion;

    public PodCondition? ReadyCondition
    {
        get
        {
            IReadOnlyList<PodCondition> conditions = Status?.Conditions ?? [];
            for (int i = 0; i < conditions.Count; i++)
            {
                if (conditions[i].Type == PodConditionTypes.Ready)
                {
                    return conditions[i];
                }
            }

            return null;
        }
    }

    /// <summary>In-place restarts of all its containers, init containers included.</summary>
    public int Restarts { get; private set; }

    private bool HasReadyCondition { get; set; }

    internal void SetStatus(PodStatus reported)
    {
        status = reported;
        IsCompletion = false;
        HasReport = true;
        Phase = reported.Phase;
        HasReadyCondition = !IsTerminal && ReadyCondition?.Status == ConditionStatus.True;
        Restarts = Sum(reported.ContainerStatuses) + Sum(reported.InitContainerStatuses);
        if (!IsStopping && reported.DeletionTimestamp is { } deadline)
        {
            StoppingSince = deadline - TimeSpan.FromSeconds(reported.DeletionGracePeriodSeconds);
        }
    }

    internal void SetCompletion(in PodCompletion reported)
    {
        status = null;
        completion = reported;
        IsCompletion = true;
        HasReport = true;
        Phase = reported.Phase;
        HasReadyCondition = false;
        Restarts = 0;
    }

    internal void SetStopping(DateTimeOffset now) => StoppingSince ??= now;

    internal void SetUntracked() => Tracked = false;

    internal ref PodRecord? NextOfSlot => ref nextOfSlot;

    internal PodRecord Clone()
    {
        var copy = (PodRecord)MemberwiseClone();
        copy.nextOfSlot = null;
        return copy;
    }

    /// <summary>Makes the record that of another pod, as if it were new.</summary>
    internal PodRecord Renew(long newOrdinal, int newIndex, DateTimeOffset now)
    {
        Ordinal = newOrdinal;
        Index = newIndex;
        CreatedAt = now;
        FailureCount = 0;
        IgnoredFailureCount = 0;
        status = null;
        completion = default;
        IsCompletion = false;
        HasReport = false;
        HasReadyCondition = false;
        Phase = PodPhase.Pending;
        Restarts = 0;
        stoppingSince = default;
        Tracked = true;
        InStreak = false;
        Listed = false;
        replacedBy = Nobody;
        return this;
    }

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

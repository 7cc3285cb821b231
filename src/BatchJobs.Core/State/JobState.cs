using BatchJobs.Primitives;
using BatchJobs.Resolution;

namespace BatchJobs.State;

/// <summary>All that has to survive a restart for a Job to go on, and nothing else; its size follows parallelism, never completions.</summary>
/// <remarks>
/// Invariants, checked by <c>JobInvariants</c>:
/// 1. counters never decrease, but for succeeded indexes that an elastic Job drops;
/// 2. a pod is counted once, when it stops being tracked; 3. no index is both succeeded and failed;
/// 4. a verdict is never replaced; 5. a finished Job holds no pods and never changes.
/// </remarks>
internal sealed partial class JobState
{
    private OptionalTime startTime;
    private OptionalTime finishedAt;
    private PodCounts observed;
    private bool isObserved;

    public JobState(JobKey key, Guid uid, ResolvedJobSpec spec)
    {
        Key = key;
        Uid = uid;
        Spec = spec;
        SucceededIndexes = spec.Indexed ? new() : IndexSet.None;
        FailedIndexes = spec.Indexed ? new() : IndexSet.None;
        FailureRuleHits = spec.FailurePolicy is { Rules: [.., var last] } ? new int[last.Number + 1] : [];
    }

    public JobKey Key { get; }

    public Guid Uid { get; }

    public ResolvedJobSpec Spec { get; set; }

    /// <summary>The number of the next pod; not all before it were given, since some are lent at once and not used.</summary>
    public long NextOrdinal { get; set; }

    /// <summary>Succeeded pods of a NonIndexed Job.</summary>
    public int SucceededPods { get; set; }

    public int FailedPods { get; set; }

    /// <summary>How many of the pods counted or ignored as failed met each rule of the pod failure policy, by the numbers of the rules.</summary>
    public int[] FailureRuleHits { get; private init; }

    public IndexSet SucceededIndexes { get; set; }

    public IndexSet FailedIndexes { get; set; }

    public Verdict? Verdict { get; set; }

    public DateTimeOffset? StartTime
    {
        get => startTime;
        set => startTime = value;
    }

    public DateTimeOffset? FinishedAt
    {
        get => finishedAt;
        set => finishedAt = value;
    }

    public SuspensionMark? Suspension { get; set; }

    public DeletionMark? Deletion { get; set; }

    /// <summary>The engine will close and starts no pods; not part of what survives it.</summary>
    public bool Cordoned { get; set; }

    /// <summary>The engine is closing; not part of what survives it.</summary>
    public bool Draining { get; set; }

    /// <summary>The pods as the last look left them, which is what the status shows; null before the first look.</summary>
    public PodCounts? Observed
    {
        get => isObserved ? observed : null;
        set => (isObserved, observed) = (value is not null, value.GetValueOrDefault());
    }

    public bool IsFinished => finishedAt.HasValue;

    public bool HasStarted => startTime.HasValue;

    /// <summary>Shows the pods as they are now.</summary>
    public void Observe() => (isObserved, observed) = (true, new PodCounts(Pods.Active, Pods.Ready, Pods.Terminating));

    /// <summary>Succeeded pods, or completed indexes of an Indexed Job.</summary>
    public int Succeeded => Spec.Indexed ? SucceededIndexes.Count : SucceededPods;

    public JobPhase Phase => (Verdict, IsFinished) switch
    {
        ({ Success: true }, true) => JobPhase.Complete,
        ({ Success: false }, true) => JobPhase.Failed,
        ({ Success: true }, false) => JobPhase.Succeeding,
        ({ Success: false }, false) => JobPhase.Failing,
        _ => Spec.Suspend ? JobPhase.Suspended : JobPhase.Running,
    };

    /// <summary>What the status shows, to be compared.</summary>
    public StatusStamp Stamp => new(isObserved, observed, Succeeded, FailedPods, FailedIndexes.Count, Verdict, Suspension, startTime, finishedAt, Deletion);

    /// <summary>A copy that shares nothing that changes.</summary>
    public JobState Clone()
    {
        var copy = new JobState(Key, Uid, Spec)
        {
            Pods = Pods.Clone(),
            NextOrdinal = NextOrdinal,
            SucceededPods = SucceededPods,
            FailedPods = FailedPods,
            FailureRuleHits = [.. FailureRuleHits],
            SucceededIndexes = SucceededIndexes.Clone(),
            FailedIndexes = FailedIndexes.Clone(),
            Streak = Streak,
            Verdict = Verdict,
            StartTime = StartTime,
            FinishedAt = FinishedAt,
            Suspension = Suspension,
            Deletion = Deletion,
            LookDueAt = LookDueAt,
            StartFailures = StartFailures,
            StartRetryAt = StartRetryAt,
            TimedLookAt = TimedLookAt,
            Observed = Observed,
        };
        Copy(Ended, copy.Ended.Add);
        Copy(AwaitingReplacement.Values, copy.AwaitReplacement);
        return copy;

        void Copy(IEnumerable<PodRecord> pods, Action<PodRecord> add)
        {
            foreach (PodRecord pod in pods)
            {
                copy.Pods.TryGet(pod.Ordinal, out PodRecord? twin);
                add(twin!);
            }
        }
    }
}

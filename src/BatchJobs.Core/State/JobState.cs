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
internal sealed class JobState
{
    /// <summary>How many are kept of what Jobs need only while they work.</summary>
    public const int MostSpareWork = 64;

    private static readonly Dictionary<int, PodRecord> NoPods = [];

    private JobWork? work;
    private OptionalTime startTime;
    private OptionalTime finishedAt;
    private OptionalTime lookDueAt;
    private OptionalTime timedLookAt;
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

    /// <summary>The pods; made when they are first asked for, so that <see cref="HoldsPods"/> is the cheaper question.</summary>
    public PodTable Pods
    {
        get => Work.Pods;
        private init => work = new JobWork(value);
    }

    /// <summary>Whether there are pods, or some were removed in the last step.</summary>
    public bool HoldsPods => work is { Pods: { Count: > 0 } or { Removed.Count: > 0 } };

    /// <summary>Whether there are pods that have not ended.</summary>
    public bool HoldsLivingPods => work is { Pods: { Active: > 0 } or { Terminating: > 0 } };

    /// <summary>Pods that ended and are not counted yet, in the order of their reports.</summary>
    public List<PodRecord> Ended => Work.Ended;

    /// <summary>The latest failed pod of an index whose replacement has yet to start; it carries the index's failure count (KEP-3850).</summary>
    public IReadOnlyDictionary<int, PodRecord> AwaitingReplacement => work?.AwaitingReplacement ?? NoPods;

    /// <summary>The number of the next pod; not all before it were given, since some are lent at once and not used.</summary>
    public long NextOrdinal { get; set; }

    /// <summary>Succeeded pods of a NonIndexed Job.</summary>
    public int SucceededPods { get; set; }

    public int FailedPods { get; set; }

    /// <summary>How many of the pods counted or ignored as failed met each rule of the pod failure policy, by the numbers of the rules.</summary>
    public int[] FailureRuleHits { get; private init; }

    public IndexSet SucceededIndexes { get; set; }

    public IndexSet FailedIndexes { get; set; }

    public FailureStreak Streak
    {
        get => work?.Streak ?? FailureStreak.None;
        set
        {
            if (value != Streak)
            {
                Work.Streak = value;
            }
        }
    }

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

    /// <summary>When the Job has to be looked at because of something that happened.</summary>
    public DateTimeOffset? LookDueAt
    {
        get => lookDueAt;
        set => lookDueAt = value;
    }

    /// <summary>Refused starts in a row, and until when none is tried.</summary>
    public int StartFailures
    {
        get => work?.StartFailures ?? 0;
        set
        {
            if (value != StartFailures)
            {
                Work.StartFailures = value;
            }
        }
    }

    /// <summary>Whether no start is tried now because some were refused.</summary>
    public bool HoldsStarts(DateTimeOffset now) => work is { HasStartRetry: true } && StartRetryAt > now;

    public DateTimeOffset? StartRetryAt
    {
        get => work?.StartRetryAt;
        set
        {
            if (value != StartRetryAt)
            {
                Work.StartRetryAt = value;
            }
        }
    }

    /// <summary>When time alone will change something, as far as the last look could tell.</summary>
    public DateTimeOffset? TimedLookAt
    {
        get => timedLookAt;
        set => timedLookAt = value;
    }

    /// <summary>The pods as the last look left them, which is what the status shows; null before the first look.</summary>
    public PodCounts? Observed
    {
        get => isObserved ? observed : null;
        set => (isObserved, observed) = (value is not null, value.GetValueOrDefault());
    }

    public bool IsFinished => finishedAt.HasValue;

    public bool HasStarted => startTime.HasValue;

    /// <summary>Whether it has to be looked at now.</summary>
    public bool IsLookDue(DateTimeOffset now) => lookDueAt.IsReached(now) || timedLookAt.IsReached(now);

    /// <summary>When it has to be looked at next, as far as is known.</summary>
    public OptionalTime NextLook => OptionalTime.Earlier(lookDueAt, timedLookAt);

    /// <summary>Has it looked at by then at the latest.</summary>
    public void LookBy(DateTimeOffset due)
    {
        if (!lookDueAt.IsReached(due))
        {
            lookDueAt = due;
        }
    }

    /// <summary>Time alone will change something then; none if it will not.</summary>
    public void LookAgain(OptionalTime at) => timedLookAt = at;

    /// <summary>It is looked at now, and when it has to be next comes of that.</summary>
    public void BeginLook() => (lookDueAt, timedLookAt) = (default, default);

    /// <summary>Shows the pods as they are now.</summary>
    public void Observe() => (isObserved, observed) = (true, new PodCounts(Pods.Active, Pods.Ready, Pods.Terminating));

    /// <summary>Whether pods that failed wait for their replacements to start.</summary>
    public bool AwaitsReplacements => work?.AwaitingReplacement is { Count: > 0 };

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

    private JobWork Work => work ??= new JobWork(new PodTable(Spec.OnlyReplaceFailed));

    /// <summary>At the begin of a step: takes over what another Job needs no more, and lets the records of pods that are gone be used again.</summary>
    public void Begin(List<PodRecord> spares, List<JobWork> spareWork)
    {
        if (work is not null)
        {
            work.Pods.Recycle(spares);
        }
        else if (!IsFinished && spareWork is [.., var spare])
        {
            spareWork.RemoveAt(spareWork.Count - 1);
            work = spare;
            work.Pods.Renew(Spec.OnlyReplaceFailed);
        }
    }

    /// <summary>Lets go of what a finished Job does not need, so that other Jobs can use it.</summary>
    public void Trim(List<PodRecord> spares, List<JobWork> spareWork)
    {
        work?.Pods.Recycle(spares);
        if (work is { IsEmpty: true })
        {
            if (spareWork.Count < MostSpareWork && work.TryReset())
            {
                spareWork.Add(work);
            }

            work = null;
        }
    }

    /// <summary>Keeps the latest failed pod of an index until its replacement has started.</summary>
    public void AwaitReplacement(PodRecord pod) => (Work.AwaitingReplacement ??= []).Add(pod.Index, pod);

    /// <summary>The failed pod of an index whose replacement has yet to start; null if there is none.</summary>
    public PodRecord? FindAwaiting(int index) => work?.AwaitingReplacement?.TryGetValue(index, out PodRecord? pod) == true ? pod : null;

    /// <summary>The pod of an index that was kept until now; null if none was.</summary>
    public PodRecord? StopAwaiting(int index) => work?.AwaitingReplacement?.Remove(index, out PodRecord? pod) == true ? pod : null;

    /// <summary>No pod will be replaced any more.</summary>
    public void StopAwaiting() => work?.AwaitingReplacement?.Clear();

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

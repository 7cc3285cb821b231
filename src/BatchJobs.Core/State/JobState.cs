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
    public JobState(JobKey key, Guid uid, ResolvedJobSpec spec)
    {
        Key = key;
        Uid = uid;
        Spec = spec;
        Pods = new PodTable(spec.OnlyReplaceFailed);
    }

    public JobKey Key { get; }

    public Guid Uid { get; }

    public ResolvedJobSpec Spec { get; set; }

    public PodTable Pods { get; private init; }

    /// <summary>Pods that ended and are not counted yet, in the order of their reports.</summary>
    public List<PodRecord> Ended { get; private init; } = [];

    /// <summary>The latest failed pod of an index whose replacement has yet to start; it carries the index's failure count (KEP-3850).</summary>
    public Dictionary<int, PodRecord> AwaitingReplacement { get; private init; } = [];

    /// <summary>How many pods were ever asked for; the number of the next one.</summary>
    public long NextOrdinal { get; set; }

    /// <summary>Succeeded pods of a NonIndexed Job.</summary>
    public int SucceededPods { get; set; }

    public int FailedPods { get; set; }

    public IndexSet SucceededIndexes { get; set; } = new();

    public IndexSet FailedIndexes { get; set; } = new();

    public FailureStreak Streak { get; set; }

    public Verdict? Verdict { get; set; }

    public DateTimeOffset? StartTime { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public SuspensionMark? Suspension { get; set; }

    public DeletionMark? Deletion { get; set; }

    /// <summary>The engine is closing; not part of what survives it.</summary>
    public bool Draining { get; set; }

    /// <summary>When the Job has to be looked at because of something that happened.</summary>
    public DateTimeOffset? LookDueAt { get; set; }

    /// <summary>Refused starts in a row, and until when none is tried.</summary>
    public int StartFailures { get; set; }

    public DateTimeOffset? StartRetryAt { get; set; }

    /// <summary>When time alone will change something, as far as the last look could tell.</summary>
    public DateTimeOffset? TimedLookAt { get; set; }

    /// <summary>The pods as the last look left them, which is what the status shows; null before the first look.</summary>
    public PodCounts? Observed { get; set; }

    public bool IsFinished => FinishedAt is not null;

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

    /// <summary>A copy that shares nothing that changes.</summary>
    public JobState Clone()
    {
        var copy = new JobState(Key, Uid, Spec)
        {
            Pods = Pods.Clone(),
            NextOrdinal = NextOrdinal,
            SucceededPods = SucceededPods,
            FailedPods = FailedPods,
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
        Copy(AwaitingReplacement.Values, pod => copy.AwaitingReplacement.Add(pod.Index, pod));
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

using BatchJobs.State;

namespace BatchJobs.StateMachine;

/// <summary>What was decided or noticed.</summary>
internal enum JobNoticeKind
{
    /// <summary>A pod is to be started.</summary>
    StartPod,

    /// <summary>The executor has the pod.</summary>
    PodStarted,

    /// <summary>The executor refused a pod, or was not asked because it refused others.</summary>
    StartRejected,

    /// <summary>A pod is to be stopped.</summary>
    StopPod,

    /// <summary>A succeeded pod was counted.</summary>
    PodSucceeded,

    /// <summary>A failed pod was counted.</summary>
    PodFailed,

    /// <summary>A failed pod was not counted, by a rule of the pod failure policy.</summary>
    FailureIgnored,

    /// <summary>An index gets no further pod.</summary>
    IndexFailed,

    /// <summary>Pods are wanted and have to wait.</summary>
    RetryLater,

    /// <summary>Pods were stopped because the Job is suspended.</summary>
    Suspended,

    /// <summary>The Job goes on.</summary>
    Resumed,

    /// <summary>The Job will complete (SuccessCriteriaMet) or fail (FailureTarget).</summary>
    VerdictReached,

    /// <summary>The Job has completed or failed.</summary>
    Finished,

    /// <summary>A Job completed with more succeeded pods than it needed.</summary>
    TooManySucceeded,
}

/// <summary>One decision with its reason, for events, logs, metrics and explanations; never read back by the machine.</summary>
/// <param name="Kind">What was decided.</param>
/// <param name="Rule">The field or rule that decided.</param>
internal readonly record struct JobNotice(JobNoticeKind Kind, string Rule)
{
    /// <summary>The pod concerned.</summary>
    public long? Ordinal { get; init; }

    public int Index { get; init; } = PodRecord.NoIndex;

    /// <summary>What was counted against <see cref="Budget"/>.</summary>
    public long? Count { get; init; }

    public long? Budget { get; init; }

    /// <summary>When the decision is looked at again.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>Further words: the message of a verdict, of a refusal, ...</summary>
    public string? Message { get; init; }

    /// <summary>The verdict reached, of notices about the end of the Job.</summary>
    public Verdict? Verdict { get; init; }

    public static JobNotice Of(JobNoticeKind kind, string rule, PodRecord pod) =>
        new(kind, rule) { Ordinal = pod.Ordinal, Index = pod.Index };
}

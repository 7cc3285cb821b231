using System.Runtime.InteropServices;
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
/// <remarks>Several are made for each pod, so what is absent is kept as a number that can't occur instead of beside a flag.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JobNotice(JobNoticeKind Kind, string Rule)
{
    private const long Absent = long.MinValue;

    private readonly long ordinal = Absent;
    private readonly long count = Absent;
    private readonly long budget = Absent;
    private readonly long nextTicks = Absent;

    /// <summary>The pod concerned.</summary>
    public long? Ordinal
    {
        get => OrNull(ordinal);
        init => ordinal = value ?? Absent;
    }

    public int Index { get; init; } = PodRecord.NoIndex;

    /// <summary>What was counted against <see cref="Budget"/>.</summary>
    public long? Count
    {
        get => OrNull(count);
        init => count = value ?? Absent;
    }

    public long? Budget
    {
        get => OrNull(budget);
        init => budget = value ?? Absent;
    }

    /// <summary>When the decision is looked at again.</summary>
    public DateTimeOffset? Next
    {
        get => nextTicks == Absent ? null : new DateTimeOffset(nextTicks, TimeSpan.Zero);
        init => nextTicks = value?.UtcTicks ?? Absent;
    }

    /// <summary>Further words: the message of a verdict, of a refusal, the action of the failure rule that a pod met, ...</summary>
    public string? Message { get; init; }

    /// <summary>The verdict reached, of notices about the end of the Job.</summary>
    public Verdict? Verdict { get; init; }

    public static JobNotice Of(JobNoticeKind kind, string rule, PodRecord pod) =>
        new(kind, rule) { Ordinal = pod.Ordinal, Index = pod.Index };

    /// <summary>A notice of what was counted.</summary>
    public static JobNotice Of(JobNoticeKind kind, string rule, PodRecord pod, long count, long? budget) =>
        new(kind, rule) { Ordinal = pod.Ordinal, Index = pod.Index, Count = count, Budget = budget };

    private static long? OrNull(long value) => value == Absent ? null : value;
}

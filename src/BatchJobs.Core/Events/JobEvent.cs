using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using BatchJobs.Pods;
using BatchJobs.Resolution;
using BatchJobs.State;

namespace BatchJobs.Events;

/// <summary>What can happen to a Job; the names of its kinds.</summary>
internal enum JobEventKind
{
    /// <summary>Time alone has passed, or somebody wants the Job looked at.</summary>
    WakeupReached,

    /// <summary>Suspend, resume, scale, new limits.</summary>
    SpecChanged,

    /// <summary>Somebody wants the Job gone.</summary>
    DeletionRequested,

    /// <summary>The engine will close: pods may end by themselves, and none is started.</summary>
    EngineDraining,

    /// <summary>The engine is closing: pods are stopped as by suspend, and none is started.</summary>
    EngineStopping,

    /// <summary>The executor says how a pod is.</summary>
    PodReported,

    /// <summary>The executor says how a pod ended, briefly.</summary>
    PodCompleted,

    /// <summary>The executor could not or would not start a pod; nothing of it exists.</summary>
    PodStartRejected,

    /// <summary>The executor no longer knows a pod, and nobody knows how it ended.</summary>
    PodVanished,

    /// <summary>Somebody wants a pod gone, as kubectl delete pod does.</summary>
    PodDeletionRequested,

    /// <summary>After a restart: pods that are not among those the executor listed have vanished or never started.</summary>
    ExecutorResynced,
}

/// <summary>One thing that happened to a Job; made by the factory of its kind only.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JobEvent
{
    private readonly PodCompletion completion;

    private JobEvent(JobEventKind kind) => Kind = kind;

    private JobEvent(in PodCompletion completion)
    {
        Kind = JobEventKind.PodCompleted;
        Ordinal = completion.Ordinal;
        this.completion = completion;
    }

    public JobEventKind Kind { get; }

    /// <summary>What the event is about; its type goes with the kind.</summary>
    private object? Subject { get; init; }

    /// <summary>The pod concerned.</summary>
    public long Ordinal { get; private init; }

    public PodStatus? Status => Subject as PodStatus;

    /// <summary>How the pod ended, if it was told briefly.</summary>
    [UnscopedRef]
    public ref readonly PodCompletion Completion => ref completion;

    public ResolvedJobSpec? Spec => Subject as ResolvedJobSpec;

    public DeletionMode Deletion { get; private init; }

    public TimeSpan? GracePeriod { get; private init; }

    /// <summary>Why a start was refused; null if it was not tried because others were refused.</summary>
    public string? Message { get; private init; }

    /// <summary>The pods the executor has.</summary>
    public IReadOnlySet<long>? Known => Subject as IReadOnlySet<long>;

    public static JobEvent WakeupReached() => new(JobEventKind.WakeupReached);

    public static JobEvent SpecChanged(ResolvedJobSpec spec) => new(JobEventKind.SpecChanged) { Subject = spec };

    public static JobEvent DeletionRequested(DeletionMode mode) => new(JobEventKind.DeletionRequested) { Deletion = mode };

    public static JobEvent EngineDraining() => new(JobEventKind.EngineDraining);

    public static JobEvent EngineStopping() => new(JobEventKind.EngineStopping);

    public static JobEvent PodReported(long ordinal, PodStatus status) =>
        new(JobEventKind.PodReported) { Ordinal = ordinal, Subject = status };

    public static JobEvent PodCompleted(in PodCompletion completion) => new(completion);

    public static JobEvent PodStartRejected(long ordinal, string? message) =>
        new(JobEventKind.PodStartRejected) { Ordinal = ordinal, Message = message };

    public static JobEvent PodVanished(long ordinal) => new(JobEventKind.PodVanished) { Ordinal = ordinal };

    public static JobEvent PodDeletionRequested(long ordinal, TimeSpan? gracePeriod) =>
        new(JobEventKind.PodDeletionRequested) { Ordinal = ordinal, GracePeriod = gracePeriod };

    public static JobEvent ExecutorResynced(IReadOnlySet<long> known) => new(JobEventKind.ExecutorResynced) { Subject = known };
}

using BatchJobs.Specs;

namespace BatchJobs.Pods;

/// <summary>The end of a pod with one container that was never restarted: what a <see cref="PodStatus"/> would tell, in few bytes.</summary>
/// <remarks>For executors whose pods are so short that making a status of each would cost more than running it.</remarks>
public readonly record struct PodCompletion
{
    private readonly long startedTicks;
    private readonly long finishedTicks;

    /// <summary>Tells how a pod ended.</summary>
    /// <param name="ordinal">The number of the pod among the pods of its Job.</param>
    /// <param name="container">The name of its container.</param>
    /// <param name="exitCode">The exit code; 0 makes the pod a succeeded one.</param>
    /// <param name="startedAt">When the container was started.</param>
    /// <param name="finishedAt">When it ended.</param>
    /// <param name="reason">Why it ended, in one word.</param>
    /// <param name="message">The termination message.</param>
    public PodCompletion(long ordinal, string container, int exitCode, DateTimeOffset startedAt, DateTimeOffset finishedAt, string reason, string? message = null)
    {
        Ordinal = ordinal;
        Container = container;
        ExitCode = exitCode;
        Reason = reason;
        Message = message;
        startedTicks = startedAt.UtcTicks;
        finishedTicks = finishedAt.UtcTicks;
    }

    /// <summary>The number of the pod among the pods of its Job.</summary>
    public long Ordinal { get; }

    /// <summary>The name of its container.</summary>
    public string Container { get; }

    /// <summary>The exit code; 0 makes the pod a succeeded one.</summary>
    public int ExitCode { get; }

    /// <summary>Why the container ended, in one word.</summary>
    public string Reason { get; }

    /// <summary>The termination message.</summary>
    public string? Message { get; }

    /// <summary>When the container was started.</summary>
    public DateTimeOffset StartedAt => new(startedTicks, TimeSpan.Zero);

    /// <summary>When the container ended.</summary>
    public DateTimeOffset FinishedAt => new(finishedTicks, TimeSpan.Zero);

    /// <summary>How the pod ended.</summary>
    public PodPhase Phase => ExitCode == 0 ? PodPhase.Succeeded : PodPhase.Failed;

    /// <summary>Why the pod is not ready any more.</summary>
    internal string ReadyReason => ExitCode == 0 ? "PodCompleted" : "PodFailed";

    /// <summary>The same at full length.</summary>
    /// <returns>The last status of the pod.</returns>
    public PodStatus ToStatus() => new()
    {
        Phase = Phase,
        StartTime = StartedAt,
        Conditions = [new PodCondition(PodConditionTypes.Ready, ConditionStatus.False, ReadyReason, LastTransitionTime: FinishedAt)],
        ContainerStatuses = [new ContainerStatus { Name = Container, Terminated = new ContainerTermination(ExitCode, FinishedAt, Reason, Message, StartedAt: StartedAt) }],
    };
}

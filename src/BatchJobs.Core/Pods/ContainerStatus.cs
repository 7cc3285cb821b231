namespace BatchJobs.Pods;

/// <summary>One container at one moment.</summary>
/// <remarks>Kubernetes: <c>core/v1 ContainerStatus</c>. Exactly one of <see cref="Waiting"/>, <see cref="Running"/> and <see cref="Terminated"/> is set.</remarks>
public sealed record ContainerStatus
{
    /// <summary>The name in the pod spec.</summary>
    public required string Name { get; init; }

    /// <summary>Set while the container is yet to start.</summary>
    public ContainerWaiting? Waiting { get; init; }

    /// <summary>Set while the container runs.</summary>
    public ContainerRunning? Running { get; init; }

    /// <summary>Set once the container has ended.</summary>
    public ContainerTermination? Terminated { get; init; }

    /// <summary>The end before the present state.</summary>
    public ContainerTermination? LastTermination { get; init; }

    /// <summary>How often the container was started again in place.</summary>
    /// <value>0.</value>
    public int RestartCount { get; init; }

    /// <summary>Whether the container is ready.</summary>
    public bool Ready { get; init; }
}

/// <summary>A container that is yet to start.</summary>
/// <param name="Reason">Why, in one word, such as <c>CrashLoopBackOff</c>.</param>
/// <param name="Message">Why, in a sentence.</param>
public sealed record ContainerWaiting(string Reason, string? Message = null);

/// <summary>A container that runs.</summary>
/// <param name="StartedAt">Since when.</param>
public sealed record ContainerRunning(DateTimeOffset StartedAt);

/// <summary>A container that has ended.</summary>
/// <param name="ExitCode">The exit code; 128 plus the signal number when a signal ended it.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Reason">Why, in one word, such as <c>Completed</c>, <c>Error</c> or <c>StartError</c>.</param>
/// <param name="Message">The termination message.</param>
/// <param name="Signal">The signal that ended it, or null.</param>
/// <param name="StartedAt">When it was started.</param>
/// <remarks>Kubernetes: <c>core/v1 ContainerStateTerminated</c>.</remarks>
public sealed record ContainerTermination(
    int ExitCode,
    DateTimeOffset FinishedAt,
    string? Reason = null,
    string? Message = null,
    int? Signal = null,
    DateTimeOffset? StartedAt = null);

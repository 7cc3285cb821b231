namespace BatchJobs.Processes.Logs;

/// <summary>How much output is kept.</summary>
/// <remarks>
/// In memory the last lines of each pod. With <see cref="ProcessExecutorOptions.StateDirectory"/> also in files, which hold
/// <see cref="MaxBytesPerFile"/> times <see cref="MaxFilesPerPod"/> of each pod until its Job is forgotten.
/// </remarks>
public sealed record PodLogLimits
{
    /// <summary>Bytes kept in memory of each pod, 80 for the keeping of each line included; older lines make room for newer ones.</summary>
    /// <value>1 MiB.</value>
    public long MaxBytesPerPod { get; init; } = 1024 * 1024;

    /// <summary>Lines kept in memory of each pod.</summary>
    /// <value>10 000.</value>
    public int MaxLinesPerPod { get; init; } = 10_000;

    /// <summary>Length at which a line is cut.</summary>
    /// <value>16 KiB.</value>
    public int MaxBytesPerLine { get; init; } = 16 * 1024;

    /// <summary>Bytes kept in memory of all pods that have ended; the pods that ended first lose their logs first.</summary>
    /// <value>256 MiB.</value>
    public long MaxBytesOfEndedPods { get; init; } = 256 * 1024 * 1024;

    /// <summary>The size at which a log file is followed by another one.</summary>
    /// <value>10 MiB.</value>
    /// <remarks>Kubernetes: the kubelet's <c>containerLogMaxSize</c>.</remarks>
    public long MaxBytesPerFile { get; init; } = 10 * 1024 * 1024;

    /// <summary>Files kept of each pod; the oldest goes when another one is begun.</summary>
    /// <value>5.</value>
    /// <remarks>Kubernetes: the kubelet's <c>containerLogMaxFiles</c>.</remarks>
    public int MaxFilesPerPod { get; init; } = 5;
}

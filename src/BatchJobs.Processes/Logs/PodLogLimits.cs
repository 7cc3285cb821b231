namespace BatchJobs.Processes.Logs;

/// <summary>How much output is kept.</summary>
public sealed record PodLogLimits
{
    /// <summary>Bytes kept of each pod, 80 for the keeping of each line included; older lines make room for newer ones.</summary>
    /// <value>1 MiB.</value>
    public long MaxBytesPerPod { get; init; } = 1024 * 1024;

    /// <summary>Lines kept of each pod.</summary>
    /// <value>10 000.</value>
    public int MaxLinesPerPod { get; init; } = 10_000;

    /// <summary>Length at which a line is cut.</summary>
    /// <value>16 KiB.</value>
    public int MaxBytesPerLine { get; init; } = 16 * 1024;

    /// <summary>Bytes kept of all pods that have ended; the pods that ended first lose their logs first.</summary>
    /// <value>256 MiB.</value>
    public long MaxBytesOfEndedPods { get; init; } = 256 * 1024 * 1024;
}

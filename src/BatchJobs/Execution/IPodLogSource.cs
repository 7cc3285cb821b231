using BatchJobs.Pods;

namespace BatchJobs.Execution;

/// <summary>An executor that keeps the output of its pods until their Job is forgotten.</summary>
public interface IPodLogSource
{
    /// <summary>Reads the output of a pod.</summary>
    /// <param name="pod">The pod; it may have ended.</param>
    /// <param name="options">What to read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The lines in the order in which they came; with <see cref="PodLogOptions.Follow"/> until the container has ended.</returns>
    IAsyncEnumerable<PodLogLine> ReadLogAsync(PodId pod, PodLogOptions options, CancellationToken cancellationToken = default);
}

/// <summary>What to read of the output of a pod.</summary>
public sealed record PodLogOptions
{
    /// <summary>The container; null for all.</summary>
    public string? Container { get; init; }

    /// <summary>Whether to wait for more until the pod has ended.</summary>
    public bool Follow { get; init; }

    /// <summary>How many lines from the end; null for all that is kept.</summary>
    public int? Tail { get; init; }
}

/// <summary>A line of output.</summary>
/// <param name="Container">The container that wrote it.</param>
/// <param name="Text">The line without its end.</param>
/// <param name="IsError">Whether it came on standard error.</param>
/// <param name="Time">When it was read.</param>
public readonly record struct PodLogLine(string Container, string Text, bool IsError, DateTimeOffset Time);

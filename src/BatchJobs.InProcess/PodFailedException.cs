namespace BatchJobs.InProcess;

/// <summary>Ends a pod as failed with an exit code of its own choice.</summary>
/// <param name="exitCode">The exit code; not 0.</param>
/// <param name="message">The termination message.</param>
/// <param name="reason">The reason, in one word.</param>
public sealed class PodFailedException(int exitCode, string? message = null, string reason = "Error") : Exception(message)
{
    /// <summary>The exit code.</summary>
    public int ExitCode { get; } = exitCode != 0 ? exitCode : throw new ArgumentOutOfRangeException(nameof(exitCode), exitCode, "A failure has no exit code 0.");

    /// <summary>The reason, in one word.</summary>
    public string Reason { get; } = reason;
}

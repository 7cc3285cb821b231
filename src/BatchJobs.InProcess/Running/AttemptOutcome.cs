using System.Runtime.InteropServices;

namespace BatchJobs.InProcess.Running;

/// <summary>How a call of a body ended, in the words of a container.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AttemptOutcome(int ExitCode, string Reason, string? Message)
{
    public const string Completed = "Completed";
    public const string Error = "Error";

    /// <summary>Of a body that gave up because it was asked to.</summary>
    public const string Cancelled = "Cancelled";

    /// <summary>Of a body that went on although it was asked to stop.</summary>
    public const string Abandoned = "Abandoned";

    /// <summary>What a container has that SIGTERM ended.</summary>
    public const int CancelledExitCode = 143;

    /// <summary>What a container has that SIGKILL ended.</summary>
    public const int AbandonedExitCode = 137;

    /// <summary>What a container has that could not start.</summary>
    public const int StartErrorExitCode = 128;

    public bool Succeeded => ExitCode == 0;

    /// <summary>Whether the exit code says it all.</summary>
    public bool IsPlain => ExitCode >= 0 && Message is null && Reason == (Succeeded ? Completed : Error);

    public static AttemptOutcome Exited(int exitCode) => new(exitCode, exitCode == 0 ? Completed : Error, null);

    public static AttemptOutcome TooManyResults(int limit) => new(1, "TooManyResults", $"The Job has {limit} results already (MaxResultsPerJob).");

    public static AttemptOutcome WasCancelled { get; } = new(CancelledExitCode, Cancelled, "The body ended because it was asked to stop.");

    public static AttemptOutcome WasAbandoned { get; } =
        new(AbandonedExitCode, Abandoned, "The body did not end within the grace period; it may still be running.");
}

using Microsoft.Extensions.Logging;

namespace BatchJobs.InProcess;

/// <summary>What the executor writes to its log; event ids 100 to 199.</summary>
internal static partial class InProcessLog
{
    [LoggerMessage(100, LogLevel.Warning, "Pod {Pod} did not end within its grace period; it is abandoned, and its body may still be running")]
    public static partial void Abandoned(ILogger logger, string pod);

    [LoggerMessage(101, LogLevel.Information, "The body of abandoned pod {Pod} has ended")]
    public static partial void AbandonedBodyEnded(ILogger logger, string pod);

    [LoggerMessage(102, LogLevel.Warning, "A callback on the cancellation token of pod {Pod} failed")]
    public static partial void CancellationFailed(ILogger logger, string pod, Exception error);

    [LoggerMessage(103, LogLevel.Information, "Pod {Pod} failed with exit code {ExitCode} ({Reason}): {Message}")]
    public static partial void AttemptFailed(ILogger logger, string pod, int exitCode, string reason, string? message);

    [LoggerMessage(104, LogLevel.Warning, "The kept result {Number} can't be read as a {Type}; it is left out")]
    public static partial void ResultUnreadable(ILogger logger, int number, string type, Exception error);
}

using Microsoft.Extensions.Logging;

namespace BatchJobs.Kubernetes;

/// <summary>What this assembly writes to the log of the application.</summary>
internal static partial class KubernetesLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "The watch of {Collection} failed and is opened again.")]
    public static partial void WatchFailed(ILogger logger, string collection, Exception error);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "The API server refuses to {Action} pod {Pod}; it is asked again in {Delay}.")]
    public static partial void CommandFailed(ILogger logger, string action, string pod, TimeSpan delay, Exception error);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Error, Message = "The observer failed to take a report about pod {Pod}.")]
    public static partial void ObserverFailed(ILogger logger, string pod, Exception error);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Information, Message = "The lease {Lease} is held by {Holder}; waiting for it.")]
    public static partial void LeaseHeldElsewhere(ILogger logger, string lease, string holder);

    [LoggerMessage(EventId = 4005, Level = LogLevel.Information, Message = "The lease {Lease} is ours.")]
    public static partial void LeaseAcquired(ILogger logger, string lease);

    [LoggerMessage(EventId = 4006, Level = LogLevel.Error, Message = "The lease {Lease} was lost: nothing is started or stopped until it is ours again.")]
    public static partial void LeaseLost(ILogger logger, string lease, Exception? error);

    [LoggerMessage(EventId = 4007, Level = LogLevel.Debug, Message = "The last lines of pod {Pod} could not be read.")]
    public static partial void LogLost(ILogger logger, string pod, Exception error);
}

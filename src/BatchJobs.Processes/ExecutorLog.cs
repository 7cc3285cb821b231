using System.Collections.Concurrent;
using BatchJobs.Pods;
using BatchJobs.Processes.Commands;
using BatchJobs.Specs;
using Microsoft.Extensions.Logging;

namespace BatchJobs.Processes;

/// <summary>What the executor writes to the log of the application.</summary>
internal sealed partial class ExecutorLog(ILogger logger)
{
    private readonly ConcurrentDictionary<string, bool> ignored = new(StringComparer.Ordinal);

    /// <summary>Says which fields of a pod spec have no effect here, each once per executor.</summary>
    internal void NoteIgnoredFields(PodSpec spec)
    {
        if (!logger.IsEnabled(LogLevel.Warning)) return;
        foreach (var field in IgnoredFields.In(spec))
        {
            if (ignored.TryAdd(field, true)) Ignored(logger, field);
        }
    }

    internal void ObserverFailed(PodId pod, Exception error) => ObserverFailed(logger, pod, error);

    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "{Field} of the pod spec has no effect on pods that run as processes.")]
    private static partial void Ignored(ILogger logger, string field);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "The observer failed to take a report about pod {Pod}.")]
    private static partial void ObserverFailed(ILogger logger, PodId pod, Exception error);
}

using System.Collections.Concurrent;
using BatchJobs.Pods;
using BatchJobs.Processes.Launching;
using Microsoft.Extensions.Logging;

namespace BatchJobs.Processes;

/// <summary>What the executor writes to the log of the application.</summary>
internal sealed partial class ExecutorLog(ILogger logger)
{
    private readonly ConcurrentDictionary<string, bool> ignored = new(StringComparer.Ordinal);
    private int notSaved;

    /// <summary>Whether somebody reads which fields have no effect.</summary>
    internal bool NotesIgnoredFields => logger.IsEnabled(LogLevel.Warning);

    /// <summary>Says which fields of a pod spec have no effect here, each once per executor.</summary>
    internal void NoteIgnoredFields(IEnumerable<string> fields)
    {
        foreach (var field in fields)
        {
            if (ignored.TryAdd(field, true)) Ignored(logger, field);
        }
    }

    internal void ObserverFailed(PodId pod, Exception error) => ObserverFailed(logger, pod, error);

    internal void LeftBehind(string pod, string? container) => LeftBehind(logger, container, pod);

    internal void Escaped(int count) => Escaped(logger, count);

    internal void LogNotWritten(Exception error) => LogNotWritten(logger, error);

    internal void PodNotSaved(Exception error)
    {
        if (Interlocked.Exchange(ref notSaved, 1) == 0) PodNotSaved(logger, error);
    }

    internal void Resumed(int pods, int lost) => Resumed(logger, pods, lost);

    internal void Missing(HostCapabilities host)
    {
        if (!logger.IsEnabled(LogLevel.Information)) return;
        var missing = string.Join(", ", host.Missing);
        if (missing.Length > 0) Missing(logger, missing);
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "{Field} of the pod spec has no effect on pods that run as processes.")]
    private static partial void Ignored(ILogger logger, string field);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "The observer failed to take a report about pod {Pod}.")]
    private static partial void ObserverFailed(ILogger logger, PodId pod, Exception error);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "Container {Container} of pod {Pod} has ended, but something it started lives on and can't be found or killed.")]
    private static partial void LeftBehind(ILogger logger, string? container, string pod);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Information, Message = "{Count} processes that had left the group of their container were killed.")]
    private static partial void Escaped(ILogger logger, int count);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Error, Message = "Output of pods could not be written to a file; of it there is what memory holds.")]
    private static partial void LogNotWritten(ILogger logger, Exception error);

    [LoggerMessage(EventId = 3006, Level = LogLevel.Information, Message = "{Pods} pods of a former application were taken over; {Lost} of them are lost.")]
    private static partial void Resumed(ILogger logger, int pods, int lost);

    [LoggerMessage(EventId = 3007, Level = LogLevel.Information, Message = "Pods that run as processes of this system go without {Capabilities}.")]
    private static partial void Missing(ILogger logger, string capabilities);

    [LoggerMessage(EventId = 3008, Level = LogLevel.Error, Message = "A pod could not be saved: it would be lost if the application ended now.")]
    private static partial void PodNotSaved(ILogger logger, Exception error);
}

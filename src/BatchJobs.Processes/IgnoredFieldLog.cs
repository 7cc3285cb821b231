using System.Collections.Concurrent;
using BatchJobs.Processes.Commands;
using BatchJobs.Specs;
using Microsoft.Extensions.Logging;

namespace BatchJobs.Processes;

/// <summary>Says once per executor which fields of pod specs have no effect here.</summary>
internal sealed partial class IgnoredFieldLog(ILogger logger)
{
    private readonly ConcurrentDictionary<string, bool> _noted = new(StringComparer.Ordinal);

    internal void Note(PodSpec spec)
    {
        foreach (var field in IgnoredFields.In(spec))
        {
            if (_noted.TryAdd(field, true)) LogIgnored(logger, field);
        }
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "{Field} of the pod spec has no effect on pods that run as processes.")]
    private static partial void LogIgnored(ILogger logger, string field);
}

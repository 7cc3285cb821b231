using BatchJobs.InProcess.Running;
using Microsoft.Extensions.Logging;

namespace BatchJobs.InProcess.Logs;

/// <summary>Writes to the output of the pod, and to the log of the application.</summary>
internal sealed class PodLogger(IAttemptHost attempt, ILogger? inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner?.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => IsKept(logLevel) || inner?.IsEnabled(logLevel) == true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        inner?.Log(logLevel, eventId, state, exception, formatter);
        if (IsKept(logLevel))
        {
            attempt.Write(exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception}", logLevel >= LogLevel.Error);
        }
    }

    private static bool IsKept(LogLevel level) => level is >= LogLevel.Information and < LogLevel.None;
}

using Microsoft.Extensions.Logging;

namespace BatchJobs.Diagnostics;

/// <summary>A logger that never throws, as one does whose event log is closed or whose disk is full.</summary>
internal sealed class CalmLogger(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => Calmly(state, static (inner, state) => inner.BeginScope(state));

    public bool IsEnabled(LogLevel logLevel) => Calmly(logLevel, static (inner, level) => inner.IsEnabled(level));

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Calmly(
        (logLevel, eventId, state, exception, formatter),
        static (inner, entry) =>
        {
            inner.Log(entry.logLevel, entry.eventId, entry.state, entry.exception, entry.formatter);
            return true;
        });

    private TResult? Calmly<TArgument, TResult>(TArgument argument, Func<ILogger, TArgument, TResult> call)
    {
        try
        {
            return call(inner, argument);
        }
#pragma warning disable CA1031 // a message is worth having, but not worth losing a Job for
        catch (Exception)
#pragma warning restore CA1031
        {
            return default;
        }
    }
}

using Microsoft.Extensions.Logging;

namespace BatchJobs.Diagnostics;

/// <summary>A logger that never throws, as one does whose event log is closed or whose disk is full.</summary>
internal sealed class CalmLogger(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
#pragma warning disable CA1031 // a message is worth having, but not worth losing a Job for
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}

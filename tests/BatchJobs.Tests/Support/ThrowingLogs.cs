using Microsoft.Extensions.Logging;

namespace BatchJobs.Tests.Support;

/// <summary>Logs that can no longer be written, as when the event log of the machine is closed.</summary>
internal sealed class ThrowingLogs : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => throw new ObjectDisposedException("EventLog");

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        throw new ObjectDisposedException("EventLog");

    public void Dispose()
    {
    }
}

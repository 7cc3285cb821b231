using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BatchJobs.Sqlite.Tests.Support;

/// <summary>Keeps what is logged.</summary>
internal sealed class ListLoggerFactory : ILoggerFactory, ILogger
{
    public ConcurrentQueue<(EventId Id, Exception? Error)> Entries { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Entries.Enqueue((eventId, exception));

    public void Dispose()
    {
    }
}

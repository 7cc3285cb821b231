using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BatchJobs.Processes.Tests.Infrastructure;

/// <summary>Keeps what is logged.</summary>
internal sealed class ListLogger : ILogger
{
    internal ConcurrentQueue<string> Messages { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Messages.Enqueue(formatter(state, exception));
}

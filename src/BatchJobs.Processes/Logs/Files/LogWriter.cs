using System.Threading.Channels;

namespace BatchJobs.Processes.Logs.Files;

/// <summary>Writes the logs of all pods of an executor beside the thread that reads them.</summary>
internal sealed class LogWriter : IAsyncDisposable
{
    private readonly Channel<LogFiles> wakened = Channel.CreateUnbounded<LogFiles>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Action<Exception> failed;
    private readonly Task life;
    private int failures;

    /// <summary>Begins.</summary>
    /// <param name="failed">Told about the first failure.</param>
    internal LogWriter(Action<Exception> failed)
    {
        this.failed = failed;
        life = Task.Run(RunAsync);
    }

    /// <summary>There is something to write.</summary>
    internal void Wake(LogFiles files) => wakened.Writer.TryWrite(files);

    /// <summary>Something could not be written.</summary>
    internal void Failed(Exception error)
    {
        if (Interlocked.Increment(ref failures) == 1) failed(error);
    }

    public async ValueTask DisposeAsync()
    {
        wakened.Writer.TryComplete();
        await life.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        await foreach (var files in wakened.Reader.ReadAllAsync().ConfigureAwait(false)) files.Flush();
    }
}

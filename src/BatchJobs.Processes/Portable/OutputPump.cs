using System.Buffers;
using BatchJobs.Processes.Launching;

namespace BatchJobs.Processes.Portable;

/// <summary>Reads what a process writes until the last holder of the other end closes it, or until we no longer care.</summary>
internal sealed class OutputPump
{
    private const int ReadSize = 16 * 1024;

    private readonly Lock gate = new();
    private readonly Stream stream;
    private readonly IOutputSink sink;
    private bool over;

    internal OutputPump(Stream stream, IOutputSink sink)
    {
        (this.stream, this.sink) = (stream, sink);
        Done = Task.Run(RunAsync);
    }

    /// <summary>Ends when all has been read.</summary>
    internal Task Done { get; }

    /// <summary>Takes nothing any longer, whoever still holds the other end.</summary>
    internal void Abandon()
    {
        Finish();
        stream.Dispose();
    }

    private async Task RunAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            while (await stream.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count)
            {
                lock (gate)
                {
                    if (over) return;
                    sink.Write(buffer.AsSpan(0, count));
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // An end like any other.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            Finish();
        }
    }

    private void Finish()
    {
        lock (gate)
        {
            if (over) return;
            over = true;
            sink.Complete();
        }
    }
}

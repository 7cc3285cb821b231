using System.Buffers;
using BatchJobs.Processes.Launching;

namespace BatchJobs.Processes.Logs;

/// <summary>Cuts the output of one stream of a container into lines of bounded length.</summary>
internal sealed class LineSplitter(PodLog log, string container, bool isError, int maxLineBytes, TimeProvider time) : IOutputSink
{
    private const byte NewLine = (byte)'\n';

    private readonly ArrayBufferWriter<byte> line = new();
    private long cut;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        var now = time.GetUtcNow();
        while (bytes.IndexOf(NewLine) is var end and >= 0)
        {
            Gather(bytes[..end]);
            Flush(now);
            bytes = bytes[(end + 1)..];
        }

        Gather(bytes);
    }

    public void Complete()
    {
        if (line.WrittenCount > 0 || cut > 0) Flush(time.GetUtcNow());
    }

    private void Gather(ReadOnlySpan<byte> part)
    {
        var kept = Math.Min(part.Length, maxLineBytes - line.WrittenCount);
        line.Write(part[..kept]);
        cut += part.Length - kept;
    }

    private void Flush(DateTimeOffset now)
    {
        log.Append(new LogEntry(container, line.WrittenSpan.ToArray(), isError, now), cut);
        line.ResetWrittenCount();
        cut = 0;
    }
}

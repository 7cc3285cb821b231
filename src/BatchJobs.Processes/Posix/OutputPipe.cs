using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Posix;

/// <summary>Reads what a process writes until the last holder of the other end closes it, or until we no longer care.</summary>
internal sealed class OutputPipe
{
    private const int ReadSize = 64 * 1024;

    // What a pipe can hold at most unless somebody enlarged it by privilege.
    private const int LeftoverReads = 16;

    private readonly Lock gate = new();
    private readonly SafeFileHandle reader;
    private readonly IOutputSink sink;
    private readonly EventLoop loop;
    private readonly Action ended;
    private readonly ulong ticket;
    private bool closed;

    internal OutputPipe(EventLoop loop, SafeFileHandle reader, IOutputSink sink, Action ended)
    {
        this.loop = loop;
        this.reader = reader;
        this.sink = sink;
        this.ended = ended;
        _ = Libc.Control(reader, DescriptorFlags.SetFlags, DescriptorFlags.NonBlocking);
        lock (gate) ticket = loop.Watch(reader, EventLoop.Readable, () => Read(times: 1));
    }

    /// <summary>Takes what is there already and closes the pipe, whoever still holds the other end.</summary>
    internal void Abandon()
    {
        Read(LeftoverReads);
        Close();
    }

    private void Read(int times)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        var open = true;
        lock (gate)
        {
            while (!closed && open && times-- > 0 && TryRead(buffer, out var count))
            {
                sink.Write(buffer.AsSpan(0, count));
                open = count > 0;
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
        if (!open) Close();
    }

    private unsafe bool TryRead(byte[] buffer, out int count)
    {
        fixed (byte* start = buffer)
        {
            count = (int)Libc.Read(reader, start, buffer.Length);
        }

        if (count >= 0) return true;
        if (Marshal.GetLastPInvokeError() is Errors.TryAgain or Errors.Interrupted) return false;
        count = 0; // an end like any other
        return true;
    }

    private void Close()
    {
        lock (gate)
        {
            if (closed) return;
            closed = true;
            loop.Unwatch(ticket);
            reader.Dispose();
            sink.Complete();
        }

        ended();
    }
}

/// <summary>Takes the output of a process, one call after another.</summary>
internal interface IOutputSink
{
    void Write(ReadOnlySpan<byte> bytes);

    void Complete();
}

using System.Buffers;
using System.Runtime.InteropServices;
using BatchJobs.Processes.Launching;
using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Linux;

/// <summary>Reads what a process writes until the last holder of the other end closes it, or until we no longer care.</summary>
internal sealed class OutputPipe
{
    private const int ReadSize = 64 * 1024;

    // What a pipe can hold at most unless somebody enlarged it by privilege.
    private const int LeftoverReads = 16;

    private readonly Lock gate = new();
    private readonly SafeFileHandle reader;
    private readonly IOutputSink sink;
    private readonly DescriptorEvents events;
    private readonly Action ended;
    private readonly ulong ticket;
    private bool closed;

    internal OutputPipe(DescriptorEvents events, SafeFileHandle reader, IOutputSink sink, Action ended)
    {
        this.events = events;
        this.reader = reader;
        this.sink = sink;
        this.ended = ended;
        _ = LinuxLibc.Control(reader, DescriptorFlags.SetFlags, DescriptorFlags.NonBlocking);
        lock (gate) ticket = events.Watch(reader, DescriptorEvents.Readable, OnEvent);
    }

    /// <summary>Takes what is there already, and closes the pipe if nobody holds the other end.</summary>
    internal void Drain()
    {
        if (Read(LeftoverReads) > 0) Continue();
    }

    /// <summary>Takes what is there already and closes the pipe, whoever still holds the other end.</summary>
    internal void Abandon()
    {
        Read(LeftoverReads);
        lock (gate)
        {
            if (!closed) events.Unwatch(ticket, reader);
        }

        Close();
    }

    // A read that empties the pipe is followed by another event, of new output or of the end, unless the end was among those of this one.
    // An event that tells of the end alone is no proof that the pipe is empty: the kernel looks for output first and for writers
    // afterwards, without a lock (pipe_poll), so that last words written in between are not told.
    private void OnEvent(uint told)
    {
        if (Read(times: 1) is <= 0 or ReadSize || told != DescriptorEvents.Readable) Continue();
    }

    private void Continue()
    {
        lock (gate)
        {
            if (!closed) events.WatchOn(ticket, reader, DescriptorEvents.Readable);
        }
    }

    /// <returns>How much the last read got; 0 or less if there was nothing.</returns>
    private int Read(int times)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        var (open, last) = (true, 0);
        lock (gate)
        {
            while (!closed && open && times-- > 0 && TryRead(buffer, out last))
            {
                sink.Write(buffer.AsSpan(0, last));
                open = last > 0;
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
        if (!open) Close();
        return last;
    }

    private unsafe bool TryRead(byte[] buffer, out int count)
    {
        fixed (byte* start = buffer)
        {
            count = (int)LinuxLibc.Read(reader, start, ReadSize);
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
            events.Forget(ticket);
            reader.Dispose();
            sink.Complete();
        }

        ended();
    }
}

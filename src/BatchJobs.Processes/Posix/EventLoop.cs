using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Posix;

/// <summary>One thread that waits for all descriptors of an executor: output of containers, ends of processes.</summary>
/// <remarks>A pod thus costs descriptors, not threads.</remarks>
internal sealed unsafe class EventLoop : IDisposable
{
    internal const uint Readable = 0x1;

    /// <summary>Asks for nothing but what is reported anyway: the other side of a pipe is gone.</summary>
    internal const uint PeerGone = 0;

    private const int Add = 1;
    private const int Batch = 64;
    private const ulong WakeUp = 0;

    // The kernel packs epoll_event on x64 only.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly ConcurrentDictionary<ulong, Action> handlers = new();
    private readonly SafeFileHandle poll = Open(Libc.PollCreate(DescriptorFlags.CloseOnExec));
    private readonly SafeFileHandle wakeUp = Open(Libc.EventDescriptor(0, DescriptorFlags.CloseOnExec | DescriptorFlags.NonBlocking));
    private readonly Thread thread;
    private ulong last = WakeUp;
    private volatile bool stopped;

    internal EventLoop()
    {
        Register(wakeUp, WakeUp, Readable);
        thread = new Thread(Run) { IsBackground = true, Name = "BatchJobs processes" };
        thread.Start();
    }

    /// <summary>Calls <paramref name="handler"/> on the loop's thread as long as the descriptor is ready and open.</summary>
    /// <returns>The ticket for <see cref="Unwatch"/>.</returns>
    internal ulong Watch(SafeFileHandle descriptor, uint events, Action handler)
    {
        var ticket = Interlocked.Increment(ref last);
        handlers[ticket] = handler;
        Register(descriptor, ticket, events);
        return ticket;
    }

    /// <summary>Forgets a handler; closing its descriptor is what makes the kernel forget it too.</summary>
    internal void Unwatch(ulong ticket) => handlers.TryRemove(ticket, out _);

    public void Dispose()
    {
        if (stopped) return;
        stopped = true;
        var one = 1L;
        _ = Libc.Write(wakeUp, (byte*)&one, sizeof(long));
        thread.Join();
        wakeUp.Dispose();
        poll.Dispose();
    }

    private static SafeFileHandle Open(int descriptor) =>
        descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw PosixException.Last();

    private void Register(SafeFileHandle descriptor, ulong ticket, uint events)
    {
        var entry = stackalloc byte[16];
        *(uint*)entry = events;
        *(ulong*)(entry + EventSize - sizeof(ulong)) = ticket;
        if (Libc.PollControl(poll, Add, descriptor, entry) != 0) throw PosixException.Last();
    }

    private void Run()
    {
        var events = stackalloc byte[Batch * 16];
        while (!stopped)
        {
            var count = Libc.PollWait(poll, events, Batch, milliseconds: -1);
            for (var i = 0; i < count; i++)
            {
                var ticket = *(ulong*)(events + (i * EventSize) + EventSize - sizeof(ulong));
                if (handlers.TryGetValue(ticket, out var handler)) handler();
            }
        }
    }
}

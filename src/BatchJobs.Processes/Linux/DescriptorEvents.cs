using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Unix;
using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Linux;

/// <summary>What happens to all descriptors of an executor: output of containers, ends of processes.</summary>
/// <remarks>A pod thus costs descriptors, not threads. Several threads may wait: what happens to a descriptor is told to one of them.</remarks>
internal sealed unsafe class DescriptorEvents : IEvents
{
    internal const uint Readable = 0x1;

    /// <summary>Asks for nothing but what is reported anyway: the other side of a pipe is gone.</summary>
    internal const uint PeerGone = 0;

    /// <summary>Asks for one event only: a process tells of itself once more when it is collected.</summary>
    internal const uint Once = 1u << 30;

    private const uint EdgeTriggered = 1u << 31;
    private const int Add = 1;
    private const int Remove = 2;
    private const int Modify = 3;

    // Few, so that others of those who wait get some of many.
    private const int Batch = 8;
    private const ulong WakeUp = 0;

    // The kernel packs epoll_event on x64 only.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly ConcurrentDictionary<ulong, Action<uint>> handlers = new();
    private readonly SafeFileHandle poll = Open(LinuxLibc.PollCreate(DescriptorFlags.CloseOnExec));
    private readonly SafeFileHandle wakeUp = Open(LinuxLibc.EventDescriptor(0, DescriptorFlags.CloseOnExec | DescriptorFlags.NonBlocking));
    private ulong last = WakeUp;

    internal DescriptorEvents() => Register(Add, wakeUp, WakeUp, Readable | EdgeTriggered);

    /// <summary>Calls <paramref name="handler"/> on a thread that waits, with what there is, whenever something new happens to the descriptor.</summary>
    /// <remarks>
    /// Once for each event, not as long as the descriptor is ready: a child between fork and exec still has a descriptor that was closed here, and
    /// would be told of until then.
    /// </remarks>
    /// <returns>The ticket for <see cref="Forget"/>.</returns>
    internal ulong Watch(SafeFileHandle descriptor, uint events, Action<uint> handler)
    {
        var ticket = Interlocked.Increment(ref last);
        handlers[ticket] = handler;
        Register(Add, descriptor, ticket, events | EdgeTriggered);
        return ticket;
    }

    /// <summary>Calls the handler again if the descriptor is still ready, after others had their turn.</summary>
    internal void WatchOn(ulong ticket, SafeFileHandle descriptor, uint events) => Register(Modify, descriptor, ticket, events | EdgeTriggered);

    /// <summary>Forgets a handler; called before its descriptor is closed, with which the kernel forgets it too.</summary>
    internal void Forget(ulong ticket) => handlers.TryRemove(ticket, out _);

    /// <summary>Forgets a handler of a descriptor that others have too, and to which something may yet happen.</summary>
    internal void Unwatch(ulong ticket, SafeFileHandle descriptor)
    {
        Forget(ticket);
        var entry = stackalloc byte[16];
        _ = LinuxLibc.PollControl(poll, Remove, descriptor, entry);
    }

    public bool Wait()
    {
        var called = false;
        var events = stackalloc byte[Batch * 16];
        var count = LinuxLibc.PollWait(poll, events, Batch, milliseconds: -1);
        for (var i = 0; i < count; i++)
        {
            var entry = events + (i * EventSize);
            var ticket = *(ulong*)(entry + EventSize - sizeof(ulong));
            if (ticket == WakeUp) called = true;
            else if (handlers.TryGetValue(ticket, out var handler)) handler(*(uint*)entry);
        }

        return called;
    }

    // Nobody reads what is written: that something is written is what wakes one, once.
    public void Call()
    {
        var one = 1L;
        _ = LinuxLibc.Write(wakeUp, (byte*)&one, sizeof(long));
    }

    public void Dispose()
    {
        wakeUp.Dispose();
        poll.Dispose();
    }

    private static SafeFileHandle Open(int descriptor) =>
        descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw PosixException.Last();

    private void Register(int operation, SafeFileHandle descriptor, ulong ticket, uint events)
    {
        var entry = stackalloc byte[16];
        *(uint*)entry = events;
        *(ulong*)(entry + EventSize - sizeof(ulong)) = ticket;
        if (LinuxLibc.PollControl(poll, operation, descriptor, entry) != 0) throw PosixException.Last();
    }
}

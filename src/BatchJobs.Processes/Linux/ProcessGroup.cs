using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Leftovers;
using BatchJobs.Processes.Unix;
using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Linux;

/// <summary>The group of a container: how it is signalled, and how the outcome of its leader is learnt.</summary>
/// <param name="id">The number of the leader and its group.</param>
/// <param name="marker">What the environment of its members carries; null if others carry it too, who are to be left alone.</param>
/// <param name="time">The clock.</param>
internal abstract class ProcessGroup(int id, string? marker, TimeProvider time)
{
    private const int NoHang = 1;

    internal int Id { get; } = id;

    internal string? Marker { get; } = marker;

    /// <summary>Sends a signal to all members; the leader has not been collected.</summary>
    internal abstract void Signal(int signal);

    /// <summary>The leader has ended: ends the other members and learns the outcome.</summary>
    internal abstract ProcessExit Collect(SafeFileHandle handle);

    /// <summary>The group goes on without us.</summary>
    internal virtual void Detach()
    {
    }

    /// <returns>The status word of the leader if it is a child of this process.</returns>
    protected unsafe int? CollectChild()
    {
        var status = 0;
        return LinuxLibc.Wait(Id, &status, NoHang) == Id ? status : null;
    }

    protected ProcessExit Exit(int? status) =>
        status is { } known ? ProcessExit.FromWaitStatus(known, time.GetUtcNow()) : new(128 + Signals.Kill, null, time.GetUtcNow(), Lost: true);
}

/// <summary>A group whose leader is a child of this process.</summary>
internal sealed class OwnGroup(int id, string? marker, TimeProvider time) : ProcessGroup(id, marker, time)
{
    internal override void Signal(int signal) => _ = Libc.Kill(-Id, signal);

    // Until it is collected, the ended leader keeps the number of the group from being given to somebody else.
    internal override ProcessExit Collect(SafeFileHandle handle)
    {
        Signal(Signals.Kill);
        return Exit(CollectChild());
    }

    internal override void Detach() => DetachedChildren.Add(Id);
}

/// <summary>A group that outlived the process that started it; whoever collects its leader does not wait for us.</summary>
/// <param name="id">The number of the leader and its group.</param>
/// <param name="startTime">What makes the number of the leader that of no other process.</param>
/// <param name="marker">What the environment of its members carries.</param>
/// <param name="time">The clock.</param>
/// <param name="asksKernel">Whether the kernel may be asked how the leader ended.</param>
internal sealed class AdoptedGroup(int id, long startTime, string marker, TimeProvider time, bool asksKernel) : ProcessGroup(id, marker, time)
{
    internal override void Signal(int signal)
    {
        if (ProcessFiles.StartTime(Id) == startTime) _ = Libc.Kill(-Id, signal);
    }

    internal override ProcessExit Collect(SafeFileHandle handle)
    {
        // It may be a child after all, of an executor before this one in the same application.
        var status = CollectChild() ?? (asksKernel ? ProcessHandle.ExitStatus(handle, Id) : null);
        EscapedProcesses.TryKillAll(LinuxProcessTable.Instance, Marker!);
        return Exit(status);
    }
}

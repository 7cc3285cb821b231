using BatchJobs.Processes.Unix;
using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Linux;

/// <summary>Handles on processes (pidfd): unlike a number, a handle never comes to mean another process.</summary>
internal static class ProcessHandle
{
    // Functions of their own came with glibc 2.36; the numbers are the same on all architectures.
    private const nint Open = 434;
    private const nint SendSignal = 424;

    // PIDFD_GET_INFO with the first size of its structure, whose last member is the exit code.
    private const int InfoSize = 64;
    private const nuint GetInfo = 0xC000FF0Bu | (InfoSize << 16);
    private const ulong ExitInfo = 8;

    /// <returns>A handle that becomes readable when the process ends; null if there is none to be had.</returns>
    internal static SafeFileHandle? TryOpen(int process)
    {
        // The kernel marks it close-on-exec without being asked.
        var descriptor = (int)LinuxLibc.SystemCall(Open, process, 0, 0, 0);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : null;
    }

    /// <summary>The outcome of an ended process that is not a child of this one.</summary>
    /// <returns>The status word of <c>waitpid</c>; null if the kernel does not tell, which before 6.15 it did of the uncollected only.</returns>
    internal static unsafe int? ExitStatus(SafeFileHandle process, int id)
    {
        if (ProcessFiles.StatusOfZombie(id) is { } uncollected) return uncollected;
        var info = stackalloc byte[InfoSize];
        new Span<byte>(info, InfoSize).Clear();
        *(ulong*)info = ExitInfo;
        var known = LinuxLibc.DeviceControl(process, GetInfo, info) == 0 && (*(ulong*)info & ExitInfo) != 0;
        return known ? *(int*)(info + InfoSize - sizeof(int)) : null;
    }

    internal static void Kill(SafeFileHandle process) => LinuxLibc.SystemCall(SendSignal, process.DangerousGetHandle(), Signals.Kill, 0, 0);
}

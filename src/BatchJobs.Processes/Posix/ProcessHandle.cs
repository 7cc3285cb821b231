using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Posix;

/// <summary>Handles on processes (pidfd): unlike a number, a handle never comes to mean another process.</summary>
internal static class ProcessHandle
{
    // Functions of their own came with glibc 2.36; the numbers are the same on all architectures.
    private const nint Open = 434;
    private const nint SendSignal = 424;

    /// <returns>A handle that becomes readable when the process ends; null if there is none to be had.</returns>
    internal static SafeFileHandle? TryOpen(int process)
    {
        // The kernel marks it close-on-exec without being asked.
        var descriptor = (int)Libc.SystemCall(Open, process, 0, 0, 0);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : null;
    }

    internal static void Kill(SafeFileHandle process) => Libc.SystemCall(SendSignal, process.DangerousGetHandle(), Signals.Kill, 0, 0);
}

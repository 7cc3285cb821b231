using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Windows;

/// <summary>The functions of Windows for job objects.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class JobObjectCalls
{
    private const int ExtendedLimitInformation = 9;
    private const uint KillOnJobClose = 0x2000;

    /// <exception cref="Win32Exception">The system is out of something.</exception>
    internal static SafeFileHandle CreateKilledOnClose()
    {
        var handle = new SafeFileHandle(CreateJobObject(0, 0), ownsHandle: true);
        if (handle.IsInvalid) throw new Win32Exception();
        var limits = new ExtendedLimits { Basic = { LimitFlags = KillOnJobClose } };
        if (SetInformationJobObject(handle, ExtendedLimitInformation, &limits, (uint)sizeof(ExtendedLimits)) != 0) return handle;
        var error = new Win32Exception();
        handle.Dispose();
        throw error;
    }

    internal static bool TryAssign(SafeFileHandle job, SafeProcessHandle process) => AssignProcessToJobObject(job, process) != 0;

    internal static void Terminate(SafeFileHandle job, int exitCode) => _ = TerminateJobObject(job, (uint)exitCode);

    [LibraryImport("kernel32", EntryPoint = "CreateJobObjectW", SetLastError = true)]
    private static partial nint CreateJobObject(nint attributes, nint name);

    [LibraryImport("kernel32", EntryPoint = "SetInformationJobObject", SetLastError = true)]
    private static partial int SetInformationJobObject(SafeFileHandle job, int kind, ExtendedLimits* information, uint length);

    [LibraryImport("kernel32", EntryPoint = "AssignProcessToJobObject", SetLastError = true)]
    private static partial int AssignProcessToJobObject(SafeFileHandle job, SafeProcessHandle process);

    [LibraryImport("kernel32", EntryPoint = "TerminateJobObject", SetLastError = true)]
    private static partial int TerminateJobObject(SafeFileHandle job, uint exitCode);

    // JOBOBJECT_EXTENDED_LIMIT_INFORMATION
    [StructLayout(LayoutKind.Sequential)]
    private struct ExtendedLimits
    {
        internal BasicLimits Basic;
        internal fixed ulong Counters[6];
        internal nuint ProcessMemoryLimit;
        internal nuint JobMemoryLimit;
        internal nuint PeakProcessMemoryUsed;
        internal nuint PeakJobMemoryUsed;
    }

    // JOBOBJECT_BASIC_LIMIT_INFORMATION
    [StructLayout(LayoutKind.Sequential)]
    private struct BasicLimits
    {
        internal long PerProcessUserTimeLimit;
        internal long PerJobUserTimeLimit;
        internal uint LimitFlags;
        internal nuint MinimumWorkingSetSize;
        internal nuint MaximumWorkingSetSize;
        internal uint ActiveProcessLimit;
        internal nuint Affinity;
        internal uint PriorityClass;
        internal uint SchedulingClass;
    }
}

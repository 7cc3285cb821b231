using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Leftovers;
using BatchJobs.Processes.Linux;
using BatchJobs.Processes.Mac;
using BatchJobs.Processes.Windows;

namespace BatchJobs.Processes.Portable;

/// <summary>What the portable launcher finds different from system to system.</summary>
/// <param name="host">What pods can have.</param>
/// <param name="table">Where processes that have escaped can be looked for, or null.</param>
/// <param name="contain">Makes what holds together what is to be started.</param>
/// <param name="shortages">The errors that say that the system is out of something.</param>
internal sealed class PortableSystem(HostCapabilities host, IProcessTable? table, Func<SpawnRequest, IContainment> contain, int[] shortages)
{
    internal HostCapabilities Host { get; } = host;

    internal IProcessTable? Table { get; } = table;

    /// <summary>The system this is.</summary>
    internal static PortableSystem This()
    {
        if (OperatingSystem.IsWindows()) return Windows();
        if (OperatingSystem.IsMacOS()) return Unix(new MacProcessTable());
        if (OperatingSystem.IsLinux()) return Unix(LinuxProcessTable.Instance);
        throw new PlatformNotSupportedException("Pods can run as processes on Linux, macOS and Windows only.");
    }

    internal IContainment Contain(SpawnRequest request) => contain(request);

    internal bool IsShortage(int error) => Array.IndexOf(shortages, error) >= 0;

    private static PortableSystem Unix(IProcessTable table) => new(
        new HostCapabilities { EndsDescendants = true, GracefulStop = true, StopSignals = true },
        table,
        request => new MarkedProcesses(table, request.OwnMarker),
        [OperatingSystem.IsMacOS() ? 35 : 11, 12, 23, 24]); // EAGAIN, ENOMEM, ENFILE, EMFILE

    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
    private static PortableSystem Windows() => new(
        new HostCapabilities { DiesWithApplication = true, EndsDescendants = true, GracefulStop = ConsoleBreak.IsPossible },
        table: null,
        _ => new JobObject(),
        [4, 8, 14, 1450, 1455]); // too many open files, not enough memory, out of memory, no system resources, paging file too small
}

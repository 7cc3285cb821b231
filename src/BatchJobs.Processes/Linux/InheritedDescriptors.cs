using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Linux;

/// <summary>Descriptors this process got from whoever started it, and which its children would get too.</summary>
/// <remarks>What .NET opens itself is closed on exec.</remarks>
internal static class InheritedDescriptors
{
    private const int StandardError = 2;
    private const int GetDescriptorFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>Lists those beyond standard input and output.</summary>
    internal static int[] Find() =>
    [
        .. Directory.EnumerateFileSystemEntries("/proc/self/fd")
            .Select(path => int.Parse(Path.GetFileName(path.AsSpan()), CultureInfo.InvariantCulture))
            .Where(descriptor => descriptor > StandardError && IsInheritable(descriptor)),
    ];

    private static bool IsInheritable(int descriptor)
    {
        // It is not ours to close.
        using var handle = new SafeFileHandle(descriptor, ownsHandle: false);
        var flags = LinuxLibc.Control(handle, GetDescriptorFlags, 0);
        return flags >= 0 && (flags & CloseOnExec) == 0;
    }
}

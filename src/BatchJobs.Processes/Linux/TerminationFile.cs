using System.Text;
using BatchJobs.Processes.Unix;
using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Linux;

/// <summary>A file without a name into which a program writes why it ended; it goes with its last holder.</summary>
/// <remarks>Kubernetes: <c>terminationMessagePath</c>, which without a file system of its own a container can't have as such.</remarks>
internal static class TerminationFile
{
    /// <summary>The number of the descriptor in the child.</summary>
    internal const int ChildDescriptor = 238;

    /// <summary>How a program opens it.</summary>
    internal const string ChildPath = "/dev/fd/238";

    private const int MaxBytes = 4096;
    private const uint CloseOnExec = 1;

    internal static SafeFileHandle Create() =>
        LinuxLibc.MemoryFile("termination-log", CloseOnExec) is var descriptor and >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw PosixException.Last();

    /// <summary>Reads the end of the file.</summary>
    /// <returns>The text; null if there is none.</returns>
    internal static string? Read(SafeFileHandle file)
    {
        const int FromEnd = 2;
        var length = LinuxLibc.Seek(file, 0, FromEnd); // RandomAccess asks the kernel thrice
        if (length <= 0) return null;
        var bytes = new byte[Math.Min(length, MaxBytes)];
        var count = RandomAccess.Read(file, bytes, length - bytes.Length);
        return Encoding.UTF8.GetString(bytes, 0, count);
    }
}

using System.Runtime.InteropServices;
using BatchJobs.Processes.Launching;

namespace BatchJobs.Processes.Unix;

/// <summary>A function of the C library failed.</summary>
/// <param name="error">The error number.</param>
internal sealed class PosixException(int error) : LaunchException(Words(error), IsShortage(error))
{
    private const int TextFileBusy = 26;
    private const int OutOfMemory = 12;
    private const int TooManyOpenInSystem = 23;
    private const int TooManyOpen = 24;

    private static readonly int TryAgain = OperatingSystem.IsLinux() ? 11 : 35;

    /// <summary>Whether somebody has the program open for writing.</summary>
    internal bool IsBusy { get; } = error == TextFileBusy;

    /// <summary>The failure of the last call on this thread.</summary>
    internal static PosixException Last() => new(Marshal.GetLastPInvokeError());

    /// <summary>What an error number means, in lower case, as container runtimes quote it.</summary>
    internal static string Words(int error)
    {
        var message = Marshal.GetPInvokeErrorMessage(error);
        return message.Length == 0 ? $"error {error}" : char.ToLowerInvariant(message[0]) + message[1..];
    }

    private static bool IsShortage(int error) => error == TryAgain || error is OutOfMemory or TooManyOpenInSystem or TooManyOpen;
}

using System.Runtime.InteropServices;

namespace BatchJobs.Processes.Posix;

/// <summary>A function of the C library failed.</summary>
/// <param name="error">The error number.</param>
internal sealed class PosixException(int error) : Exception(Words(error))
{
    /// <summary>Whether the same call may well succeed later, nobody being to blame.</summary>
    internal bool IsTransient { get; } =
        error is Errors.TryAgain or Errors.OutOfMemory or Errors.TooManyOpenInSystem or Errors.TooManyOpen;

    /// <summary>The failure of the last call on this thread.</summary>
    internal static PosixException Last() => new(Marshal.GetLastPInvokeError());

    /// <summary>What an error number means, in lower case, as container runtimes quote it.</summary>
    internal static string Words(int error)
    {
        var message = Marshal.GetPInvokeErrorMessage(error);
        return message.Length == 0 ? $"error {error}" : char.ToLowerInvariant(message[0]) + message[1..];
    }
}

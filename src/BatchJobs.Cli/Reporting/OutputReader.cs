using System.Runtime.InteropServices;

namespace BatchJobs.Cli.Reporting;

/// <summary>Whoever reads the standard output: <c>head</c>, which leaves when it has enough, or a pager somebody quits.</summary>
/// <remarks>.NET passes over that in silence (it ignores SIGPIPE and EPIPE), so that a command that only shows things would never end.</remarks>
internal static partial class OutputReader
{
    private const int StandardOutput = 1;
    private const short NothingWanted = 0; // that the other side is gone is told anyway
    private const int NoLimit = -1;
    private const int Interrupted = 4; // EINTR

    private static readonly Lazy<CancellationToken> Left = new(Watch);

    /// <summary>Cancelled when nobody reads any longer.</summary>
    public static CancellationToken Gone => Left.Value;

    private static CancellationToken Watch()
    {
        if (OperatingSystem.IsWindows())
        {
            return CancellationToken.None;
        }

#pragma warning disable CA2000 // its token is asked until the process ends
        CancellationTokenSource gone = new();
#pragma warning restore CA2000
        new Thread(() => WaitAndTell(gone)) { IsBackground = true, Name = "Reader of the output" }.Start();
        return gone.Token;
    }

    private static void WaitAndTell(CancellationTokenSource gone)
    {
        PollEntry entry = new() { Descriptor = StandardOutput, Events = NothingWanted };
        int ready;
        do
        {
            ready = Poll(ref entry, 1, NoLimit);
        }
        while (ready < 0 && Marshal.GetLastPInvokeError() == Interrupted);

        if (ready > 0)
        {
            gone.Cancel();
        }
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollEntry entries, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}

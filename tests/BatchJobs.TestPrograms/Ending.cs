using System.Runtime.InteropServices;

namespace BatchJobs.TestPrograms;

/// <summary>Ways to end, and not to.</summary>
internal static partial class Ending
{
    private const nint Default = 0;

    internal static int Sleep()
    {
        Console.WriteLine("ready");
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    internal static int IgnoreTerm()
    {
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            Console.WriteLine("ignored");
        });
        return Sleep();
    }

    internal static int OnTerm(int code)
    {
        using var asked = new ManualResetEventSlim();
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            asked.Set();
        });
        Console.WriteLine("ready");
        asked.Wait();
        return code;
    }

    internal static int Crash(int signal)
    {
        _ = SetHandler(signal, Default);
        _ = Kill(Environment.ProcessId, signal);
        return Sleep();
    }

    // The runtime has handlers of its own for crashes.
    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace BatchJobs.TestPrograms;

/// <summary>All that a program can do to be hard to get rid of.</summary>
internal static unsafe partial class Misbehaviour
{
    private const int AbortSignal = 6;
    private const int Children = 500;

    /// <summary>Leaves a daemon behind: in a session of its own, child of nobody, with nothing open that was open before.</summary>
    internal static int Daemon(bool stay)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", """
            setsid bash -c '(exec 0<&- 1<&- 2<&- 236<&- 237<&- 238<&- 239<&-; exec -a harmless sleep 1000) & echo child $!'
            """]))!;
        shell.WaitForExit();
        return stay ? Ending.Sleep() : 0;
    }

    /// <summary>Ignores SIGTERM, leaves a daemon, floods the output, has 500 children, leaves its group, changes its title, closes its output, dumps core.</summary>
    internal static int Everything()
    {
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
        Daemon(stay: false);
        Output.Flood(64);
        for (var i = 0; i < Children; i++) Process.Start(i % 2 == 0 ? "sleep" : "setsid", i % 2 == 0 ? ["1000"] : ["sleep", "1000"]);
        Console.WriteLine("children");
        ChangeTitle();
        _ = SetGroup(0, ParentProcess()); // refused: a leader of a session stays in its group
        new Microsoft.Win32.SafeHandles.SafeFileHandle(1, ownsHandle: true).Dispose();
        new Microsoft.Win32.SafeHandles.SafeFileHandle(2, ownsHandle: true).Dispose();
        return Ending.Crash(AbortSignal);
    }

    /// <summary>Wipes the memory from which the system reads command line and environment.</summary>
    internal static int Hide()
    {
        ChangeTitle();
        return Ending.Sleep();
    }

    private static void ChangeTitle()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var (start, end) = (Address(fields[45]), Address(fields[48]));
        new Span<byte>((void*)start, (int)(end - start)).Clear();
        "harmless"u8.CopyTo(new Span<byte>((void*)start, (int)(end - start)));
    }

    private static nint Address(string field) => nint.Parse(field, CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "setpgid")]
    private static partial int SetGroup(int process, int group);

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int ParentProcess();
}

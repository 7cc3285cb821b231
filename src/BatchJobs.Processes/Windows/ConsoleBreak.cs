using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace BatchJobs.Processes.Windows;

/// <summary>Asks a process to end by CTRL+BREAK, which is what Windows has nearest to SIGTERM; it takes a console that both share.</summary>
[SupportedOSPlatform("windows")]
internal static partial class ConsoleBreak
{
    private const uint ControlBreak = 1;

    /// <summary>Whether this process has a console for its children to share.</summary>
    internal static bool IsPossible => GetConsoleCP() != 0;

    /// <summary>Sends it to the process group of a process.</summary>
    internal static bool TrySend(int process) => GenerateConsoleCtrlEvent(ControlBreak, (uint)process) != 0;

    [LibraryImport("kernel32", EntryPoint = "GetConsoleCP")]
    private static partial uint GetConsoleCP();

    [LibraryImport("kernel32", EntryPoint = "GenerateConsoleCtrlEvent", SetLastError = true)]
    private static partial int GenerateConsoleCtrlEvent(uint controlEvent, uint processGroup);
}

using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Linux;

/// <summary>What <c>/proc</c> says of a process; it may be gone at any time, which is an answer, not a failure.</summary>
internal static class ProcessFiles
{
    /// <summary>The numbers of all processes.</summary>
    internal static IEnumerable<int> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), CultureInfo.InvariantCulture, out var id)) yield return id;
        }
    }

    /// <summary>When a process was started, in ticks since the machine was: with its number, what no other process ever has.</summary>
    /// <returns>The time; null if there is no such process, or only its remains.</returns>
    internal static long? StartTime(int process) =>
        Fields(process) is { } fields && !IsZombie(fields) ? long.Parse(fields[19], CultureInfo.InvariantCulture) : null;

    /// <summary>The status word of a process that has ended and that nobody has collected yet; null of any other.</summary>
    internal static int? StatusOfZombie(int process) =>
        Fields(process) is { } fields && IsZombie(fields) ? int.Parse(fields[49], CultureInfo.InvariantCulture) : null;

    /// <summary>What <c>stat</c> says, from the state on: the name before it is in parentheses and may hold anything.</summary>
    internal static string[]? Fields(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether this process has a controlling terminal.</summary>
    internal static bool HasTerminal() => Fields(Environment.ProcessId) is not { } fields || fields[4] != "0";

    /// <summary>Opens what a process has open, if it is a pipe or a file.</summary>
    internal static SafeFileHandle? TryOpen(int process, int descriptor, int flags) =>
        LinuxLibc.Open($"/proc/{process}/fd/{descriptor}", flags | DescriptorFlags.CloseOnExec) is var opened and >= 0
            ? new SafeFileHandle(opened, ownsHandle: true)
            : null;

    private static bool IsZombie(string[] fields) => fields[0] is "Z" or "X";
}

using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Posix;

/// <summary>Finds processes that left the group of a container, by the lifeline they still hold.</summary>
internal static class LifelineHolders
{
    // Each pass may meet children of those it kills.
    private const int Passes = 3;

    /// <summary>Kills all holders of the reading end that belongs to <paramref name="writer"/>.</summary>
    internal static void Kill(SafeFileHandle writer)
    {
        var pipe = Target($"/proc/self/fd/{writer.DangerousGetHandle()}");
        for (var pass = 0; pass < Passes && KillOnce(pipe); pass++)
        {
        }
    }

    /// <returns>Whether there was one.</returns>
    private static bool KillOnce(string? pipe)
    {
        var any = false;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder.AsSpan()), CultureInfo.InvariantCulture, out var id)) continue;
            if (id == Environment.ProcessId || !Holds(id, pipe)) continue;

            // Looking again while holding a handle makes sure that the number is still that of the same process.
            using var handle = ProcessHandle.TryOpen(id);
            if (handle is null || !Holds(id, pipe)) continue;
            ProcessHandle.Kill(handle);
            any = true;
        }

        return any;
    }

    // A child of ours that is about to start may briefly hold the writing end under the same number.
    private static bool Holds(int process, string? pipe) =>
        Target($"/proc/{process}/fd/{EngineLifeline.ChildDescriptor}") is { } target && target == pipe && IsReader(process);

    private static string? Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsReader(int process)
    {
        const string Flags = "flags:";
        const int AccessMode = 3;
        try
        {
            var line = File.ReadLines($"/proc/{process}/fdinfo/{EngineLifeline.ChildDescriptor}").First(line => line.StartsWith(Flags, StringComparison.Ordinal));
            return (Convert.ToInt32(line[Flags.Length..].Trim(), 8) & AccessMode) == 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return false;
        }
    }
}

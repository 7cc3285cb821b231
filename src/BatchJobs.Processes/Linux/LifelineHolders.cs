using BatchJobs.Processes.Leftovers;
using Microsoft.Win32.SafeHandles;

namespace BatchJobs.Processes.Linux;

/// <summary>Tells which processes hold the reading end of a lifeline.</summary>
internal static class LifelineHolders
{
    /// <summary>Kills all processes that carry a marker, if there is one, or hold the reading end of the lifeline that belongs to <paramref name="writer"/>.</summary>
    internal static void Kill(string? marker, SafeFileHandle writer)
    {
        var pipe = Pipe(writer);
        EscapedProcesses.TryKillAll(LinuxProcessTable.Instance, process => Holds(process, pipe) || (marker is not null && ProcessEnvironment.Variable(process, ProcessMarkers.Variable) == marker));
    }

    /// <summary>The name of the pipe whose writing end this process has.</summary>
    private static string? Pipe(SafeFileHandle writer) => Target($"/proc/self/fd/{writer.DangerousGetHandle()}");

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

namespace BatchJobs.Processes.Leftovers;

/// <summary>Ends processes that left their container, found by what they still have of it.</summary>
internal static class EscapedProcesses
{
    // Each pass may meet children of those it kills.
    private const int Passes = 5;

    /// <summary>Kills all processes that carry a marker.</summary>
    /// <returns>How many there were; null if they can't be looked for now.</returns>
    internal static int? TryKillAll(IProcessTable table, string marker) =>
        TryKillAll(table, process => table.Variable(process, ProcessMarkers.Variable) == marker);

    /// <summary>Kills all processes for which <paramref name="isOurs"/> holds, until there is none.</summary>
    /// <returns>How many there were; null if they can't be looked for now.</returns>
    internal static int? TryKillAll(IProcessTable table, Func<int, bool> isOurs)
    {
        var all = 0;
        try
        {
            for (var pass = 0; pass < Passes; pass++)
            {
                var found = table.All().Count(process => process != Environment.ProcessId && isOurs(process) && table.TryKill(process, isOurs));
                if (found == 0) break;
                all += found;
            }

            return all;
        }
        catch (IOException)
        {
            return null; // no descriptor is left for it
        }
    }
}

namespace BatchJobs.Processes.Leftovers;

/// <summary>Ends processes that left their container, found by what they still have of it.</summary>
internal static class EscapedProcesses
{
    // Each pass may meet children of those it kills.
    private const int Passes = 5;

    /// <summary>Kills all processes that carry a marker.</summary>
    internal static int KillAll(IProcessTable table, string marker) =>
        KillAll(table, process => table.Variable(process, ProcessMarkers.Variable) == marker);

    /// <summary>Kills all processes for which <paramref name="isOurs"/> holds, until there is none.</summary>
    /// <returns>How many there were.</returns>
    internal static int KillAll(IProcessTable table, Func<int, bool> isOurs)
    {
        var all = 0;
        for (var pass = 0; pass < Passes; pass++)
        {
            var found = table.All().Count(process => process != Environment.ProcessId && isOurs(process) && table.TryKill(process, isOurs));
            if (found == 0) break;
            all += found;
        }

        return all;
    }
}

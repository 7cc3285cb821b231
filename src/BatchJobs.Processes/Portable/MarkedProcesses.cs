using System.ComponentModel;
using System.Diagnostics;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Leftovers;
using BatchJobs.Processes.Unix;

namespace BatchJobs.Processes.Portable;

/// <summary>The processes of a container on any Unix: the main process, its descendants, and whatever else carries the marker.</summary>
/// <param name="table">Where to look.</param>
/// <param name="marker">What they carry; null if others carry it too, who are to be left alone.</param>
internal sealed class MarkedProcesses(IProcessTable table, string? marker) : IContainment
{
    public void Add(Process process)
    {
        // They are known by what they carry.
    }

    public bool TryAsk(Process process, int signal)
    {
        _ = Libc.Kill(process.Id, signal);
        if (marker is null) return true;
        foreach (var other in table.All().Where(other => other != process.Id && IsOurs(other))) _ = Libc.Kill(other, signal);
        return true;
    }

    public void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended, and what it left is not below it any longer.
        }

        if (marker is not null) EscapedProcesses.TryKillAll(table, marker);
    }

    public void Dispose()
    {
    }

    private bool IsOurs(int process) => process != Environment.ProcessId && table.Variable(process, ProcessMarkers.Variable) == marker;
}

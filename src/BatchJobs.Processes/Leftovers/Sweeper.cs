using System.Diagnostics;

namespace BatchJobs.Processes.Leftovers;

/// <summary>Looks, some time after containers have ended, for processes that left their group and closed all they had of it.</summary>
/// <remarks>
/// One look at all processes serves all containers that ended since the last one, so that the end of a container costs nothing. What also
/// replaced its environment can't be found but through a cgroup.
/// </remarks>
/// <param name="table">Where to look.</param>
/// <param name="markers">Tells what still runs by right.</param>
/// <param name="found">Told how many escaped processes were killed.</param>
internal sealed class Sweeper(IProcessTable table, ProcessMarkers markers, Action<int> found) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Sweeping takes no more than this part of a processor.
    private const int Leisure = 20;

    private readonly Lock gate = new();
    private Timer? timer;
    private TimeSpan pause = Pause;
    private bool armed;
    private bool disposed;

    /// <summary>A container has ended: sees to it that a sweep follows.</summary>
    internal void Request()
    {
        lock (gate)
        {
            if (armed || disposed) return;
            armed = true;
            timer ??= new Timer(_ => Run());
            timer.Change(pause, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Kills every process that carries a marker of this executor but belongs to no living container.</summary>
    /// <returns>Whether it could be looked for them.</returns>
    internal bool TrySweep()
    {
        if (EscapedProcesses.TryKillAll(table, process =>
            table.Variable(process, ProcessMarkers.Variable) is { } marker
            && marker.StartsWith(markers.Prefix, StringComparison.Ordinal)
            && !markers.IsLiving(marker)) is not { } count) return false;
        if (count > 0) found(count);
        table.Collect();
        return true;
    }

    /// <summary>Sweeps a last time if anything ended since the last sweep.</summary>
    public void Dispose()
    {
        bool due;
        lock (gate)
        {
            due = armed && !disposed;
            disposed = true;
            timer?.Dispose();
        }

        if (due) TrySweep();
    }

    private void Run()
    {
        lock (gate) armed = false; // an end during the sweep asks for another one
        var start = Stopwatch.GetTimestamp();
        if (!TrySweep()) Request();
        var leisure = Stopwatch.GetElapsedTime(start) * Leisure;
        lock (gate) pause = leisure > Pause ? leisure : Pause;
    }
}

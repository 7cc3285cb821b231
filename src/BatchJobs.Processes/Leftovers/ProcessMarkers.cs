using System.Collections.Concurrent;

namespace BatchJobs.Processes.Leftovers;

/// <summary>What processes carry in their environment so that they can be told from all others, whatever their number or parent.</summary>
/// <param name="executor">What is the same for all processes of an executor, also after it was started again.</param>
internal sealed class ProcessMarkers(string executor)
{
    internal const string Variable = "BATCHJOBS_CONTAINER";

    private readonly ConcurrentDictionary<string, bool> living = new(StringComparer.Ordinal);

    /// <summary>How the environment of every process of this executor continues after the name of the variable.</summary>
    internal string Prefix { get; } = executor + "/";

    /// <summary>A container is about to run.</summary>
    /// <param name="marker">Its marker: the prefix, and what is different for each run of each container.</param>
    internal string Enter(string marker)
    {
        living[marker] = true;
        return marker;
    }

    /// <summary>A container of a former application goes on.</summary>
    internal void Resume(string marker) => living[marker] = true;

    /// <summary>The container has ended: what still carries its marker has escaped.</summary>
    internal void Leave(string marker) => living.TryRemove(marker, out _);

    internal bool IsLiving(string marker) => living.ContainsKey(marker);
}

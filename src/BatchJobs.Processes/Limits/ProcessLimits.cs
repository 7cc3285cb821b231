using BatchJobs.Processes.Linux;
using BatchJobs.Processes.Reading;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Limits;

/// <summary>What a container may use, where there are no cgroups: limits of each of its processes alone.</summary>
/// <param name="priority">The niceness; null for that of this process.</param>
/// <param name="coreDumpBytes">The size of a core dump; null for what this process may write.</param>
internal sealed unsafe class ProcessLimits(int? priority, long? coreDumpBytes)
{
    private const int Data = 2;
    private const int CoreDump = 4;

    /// <summary>Whether there is something to set for every container.</summary>
    internal bool Any => priority is not null || coreDumpBytes is not null;

    /// <summary>Sets the limits of a process that has just been started; its children will have them too.</summary>
    /// <remarks>Of the memory what it can write to counts, as address space alone costs nothing and runtimes reserve plenty.</remarks>
    internal void Apply(int process, Container container, bool memory)
    {
        if (memory && ResourceAmounts.Limits(container).Memory is { } bytes) Limit(process, Data, (ulong)bytes);
        if (coreDumpBytes is { } size) Limit(process, CoreDump, (ulong)size);
        if (priority is { } niceness) _ = LinuxLibc.SetPriority(0, process, niceness);
    }

    private static void Limit(int process, int resource, ulong value)
    {
        var limit = stackalloc ulong[2];
        (limit[0], limit[1]) = (value, value);
        _ = LinuxLibc.Limit(process, resource, limit, null);
    }
}

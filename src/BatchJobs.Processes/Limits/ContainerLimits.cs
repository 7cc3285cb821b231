using BatchJobs.Processes.Reading;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Limits;

/// <summary>Holds containers to their limits: by cgroups if there are any, else by limits of each process.</summary>
/// <param name="cgroups">The groups of this executor, or null.</param>
/// <param name="prefix">How the names of its groups begin.</param>
/// <param name="perProcess">Limits of each process; null where there are none.</param>
/// <param name="processes">How many processes a container may have; null for any number.</param>
internal sealed class ContainerLimits(CgroupTree? cgroups, string prefix, ProcessLimits? perProcess, int? processes)
{
    internal bool LimitsCpu => cgroups?.LimitsCpu == true;

    internal bool LimitsProcesses => cgroups?.LimitsProcesses == true;

    /// <summary>Makes the group of a container that is about to run.</summary>
    /// <returns>The group; null if there are none.</returns>
    internal ContainerCgroup? Enter(string name, Container container) =>
        cgroups?.Create($"{prefix}-{name}", ResourceAmounts.Limits(container), processes);

    /// <summary>What is to be done to the process of a container as soon as it exists, or null.</summary>
    internal Action<int>? Confine(Container container, ContainerCgroup? group)
    {
        var memory = perProcess is not null && cgroups?.LimitsMemory != true && ResourceAmounts.Limits(container).Memory is not null;
        if (group is null && !memory && perProcess?.Any != true) return null;
        return process =>
        {
            group?.Add(process);
            perProcess?.Apply(process, container, memory);
        };
    }
}

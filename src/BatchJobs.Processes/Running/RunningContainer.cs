using BatchJobs.Processes.Adoption;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Limits;

namespace BatchJobs.Processes.Running;

/// <summary>A container that runs: its process and what is known of it.</summary>
/// <param name="Process">The process.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Marker">What its processes carry.</param>
/// <param name="LogStart">The position at which its output begins.</param>
/// <param name="Cgroup">Its group, or null.</param>
internal sealed record RunningContainer(IContainerProcess Process, DateTimeOffset StartedAt, string Marker, long LogStart, ContainerCgroup? Cgroup)
{
    /// <summary>When the main process was started, as the system has it.</summary>
    internal long StartTime { get; init; }

    internal SavedProcess Save(string container) => new(container, Process.Id, StartTime, Marker);
}

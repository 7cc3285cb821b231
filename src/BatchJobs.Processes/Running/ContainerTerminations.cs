using BatchJobs.Pods;

namespace BatchJobs.Processes.Running;

/// <summary>Ends that no process reported.</summary>
internal static class ContainerTerminations
{
    /// <summary>A container of an ended pod whose outcome nobody knows, or that never ran.</summary>
    internal static ContainerTermination Unknown(DateTimeOffset time) =>
        new(137, time, "ContainerStatusUnknown", "The container could not be located when the pod was terminated");
}

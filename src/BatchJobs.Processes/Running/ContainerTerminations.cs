using BatchJobs.Pods;
using BatchJobs.Processes.Posix;

namespace BatchJobs.Processes.Running;

/// <summary>How the ends of containers are reported.</summary>
internal static class ContainerTerminations
{
    /// <summary>The end of a container whose main process ran.</summary>
    internal static ContainerTermination Of(ProcessExit exit, DateTimeOffset startedAt, string? message) =>
        exit.Lost
            ? Unknown(exit.Time) with { StartedAt = startedAt }
            : new(exit.Code, exit.Time, exit.Code == 0 ? "Completed" : "Error", message, exit.Signal, startedAt);

    /// <summary>A container of an ended pod whose outcome nobody knows, or that never ran.</summary>
    internal static ContainerTermination Unknown(DateTimeOffset time) =>
        new(137, time, "ContainerStatusUnknown", "The container could not be located when the pod was terminated");
}

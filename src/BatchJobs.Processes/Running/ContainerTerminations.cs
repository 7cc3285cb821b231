using System.Text;
using BatchJobs.Pods;
using BatchJobs.Processes.Launching;

namespace BatchJobs.Processes.Running;

/// <summary>How the ends of containers are reported.</summary>
internal static class ContainerTerminations
{
    // Of the messages of all containers of a pod together.
    private const int MaxMessageBytes = 12 * 1024;

    /// <summary>The end of a container whose main process ran.</summary>
    internal static ContainerTermination Of(ProcessExit exit, DateTimeOffset startedAt, string? message, bool outOfMemory) =>
        exit.Lost
            ? Unknown(exit.Time) with { StartedAt = startedAt }
            : new(exit.Code, exit.Time, outOfMemory ? "OOMKilled" : exit.Code == 0 ? "Completed" : "Error", message, exit.Signal, startedAt);

    /// <summary>A container of an ended pod whose outcome nobody knows, or that never ran.</summary>
    internal static ContainerTermination Unknown(DateTimeOffset time) =>
        new(137, time, "ContainerStatusUnknown", "The container could not be located when the pod was terminated");

    /// <summary>A container that was ended because another one wants all of them to start again.</summary>
    internal static ContainerTermination RestartingAll(DateTimeOffset time, DateTimeOffset? startedAt) =>
        new(137, time, "RestartingAllContainers", "The container is removed because RestartAllContainers in place", StartedAt: startedAt);

    /// <summary>Cuts a message to a container's share of what a pod may say.</summary>
    internal static string? Share(string? message, int containers)
    {
        var max = MaxMessageBytes / containers;
        if (message is null || message.Length * 3 <= max) return message;
        var bytes = Encoding.UTF8.GetBytes(message);
        return bytes.Length <= max ? message : Encoding.UTF8.GetString(bytes, 0, max);
    }
}

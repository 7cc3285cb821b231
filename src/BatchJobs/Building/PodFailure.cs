using BatchJobs.Client;
using BatchJobs.Pods;

namespace BatchJobs.Building;

/// <summary>How a pod failed.</summary>
/// <param name="PodName">The pod.</param>
/// <param name="Index">Its completion index, or null in a NonIndexed Job.</param>
/// <param name="ExitCode">The exit code of the container that failed; null if none ran.</param>
/// <param name="Reason">Why, in one word.</param>
/// <param name="Message">Why, in a sentence: the termination message, such as that of an exception.</param>
public sealed record PodFailure(string PodName, int? Index, int? ExitCode, string? Reason, string? Message)
{
    internal static PodFailure Of(JobPod pod)
    {
        ContainerTermination? end = pod.Status.InitContainerStatuses.Concat(pod.Status.ContainerStatuses)
            .Select(container => container.Terminated)
            .FirstOrDefault(termination => termination is { ExitCode: not 0 });
        return new PodFailure(pod.Name, pod.Index, end?.ExitCode, pod.Status.Reason ?? end?.Reason, pod.Status.Message ?? end?.Message);
    }
}

using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.Cli.Reporting;

/// <summary>What the containers of a pod wrote before they were last restarted, told by the times of their runs.</summary>
internal static class PreviousRun
{
    /// <summary>Whether a container of the pod has run before.</summary>
    public static bool Exists(JobPod pod, string? container) => Containers(pod).Any(status => Is(status, container));

    /// <summary>Whether a line is of the run before the present one.</summary>
    public static bool Has(JobPod pod, PodLogLine line) =>
        Containers(pod).FirstOrDefault(status => Is(status, line.Container)) is { LastTermination: { } last } status
        && line.Time >= (last.StartedAt ?? DateTimeOffset.MinValue)
        && line.Time < (status.Running?.StartedAt ?? status.Terminated?.StartedAt ?? DateTimeOffset.MaxValue);

    private static bool Is(ContainerStatus status, string? container) => status.LastTermination is not null && (container is null || status.Name == container);

    private static IEnumerable<ContainerStatus> Containers(JobPod pod) => pod.Status.InitContainerStatuses.Concat(pod.Status.ContainerStatuses);
}

using System.Globalization;
using BatchJobs.Client;
using BatchJobs.Pods;

namespace BatchJobs.Cli.Reporting;

/// <summary>A pod in the words of <c>kubectl get pod</c>.</summary>
internal static class PodWords
{
    public static bool HasEnded(this JobPod pod) => pod.Status.Phase is PodPhase.Succeeded or PodPhase.Failed;

    /// <summary>The STATUS column.</summary>
    public static string StatusWord(this JobPod pod)
    {
        IEnumerable<ContainerStatus> containers = pod.Status.ContainerStatuses;
        return pod.Status switch
        {
            { Phase: PodPhase.Succeeded } => "Completed",
            { Phase: PodPhase.Failed, Reason: string reason } => reason,
            { Phase: PodPhase.Failed } => pod.FailedContainer()?.Terminated?.Reason ?? "Error",
            { DeletionTimestamp: not null } => "Terminating",
            _ => containers.Select(container => container.Waiting?.Reason).FirstOrDefault(reason => reason is not null) ?? pod.Status.Phase.ToString(),
        };
    }

    /// <summary>The first container that ended badly, init containers first.</summary>
    public static ContainerStatus? FailedContainer(this JobPod pod) =>
        pod.Status.InitContainerStatuses.Concat(pod.Status.ContainerStatuses)
            .FirstOrDefault(container => container.Terminated is { ExitCode: not 0 });

    /// <summary>The exit code that decided how the pod ended; null before.</summary>
    public static int? ExitCode(this JobPod pod) =>
        !pod.HasEnded() ? null
        : pod.FailedContainer()?.Terminated?.ExitCode
        ?? pod.Status.ContainerStatuses.Select(container => container.Terminated?.ExitCode).FirstOrDefault(code => code is not null);

    /// <summary>How long the pod has been running; until its last container ended if it has.</summary>
    public static TimeSpan Duration(this JobPod pod, DateTimeOffset now)
    {
        DateTimeOffset? end = pod.HasEnded() ? pod.Status.ContainerStatuses.Max(container => container.Terminated?.FinishedAt) : null;
        return (end ?? now) - (pod.Status.StartTime ?? pod.CreationTimestamp);
    }

    /// <summary>Why a failed pod failed, in half a sentence.</summary>
    public static string FailureText(this JobPod pod)
    {
        if (pod.FailedContainer() is not { Terminated: { } end } container)
        {
            return pod.Status.Message ?? pod.Status.Reason ?? "failed without an exit code";
        }

        string how = end.Signal is int signal
            ? string.Create(CultureInfo.InvariantCulture, $"was ended by signal {signal}, exit code {end.ExitCode}")
            : string.Create(CultureInfo.InvariantCulture, $"ended with exit code {end.ExitCode}");
        string reason = end.Reason is null or "Error" ? "" : $" ({end.Reason})";
        string message = string.IsNullOrWhiteSpace(end.Message) ? "" : $": {end.Message.Trim()}";
        return $"container \"{container.Name}\" {how}{reason}{message}";
    }
}

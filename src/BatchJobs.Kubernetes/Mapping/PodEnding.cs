using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Kubernetes.Mapping;

/// <summary>Sees that a pod has ended where its phase does not say so.</summary>
/// <remarks>
/// Since 1.27 kubelets give every pod that ends a terminal phase; before, a deleted pod just went, and nobody looked at its phase.
/// The finalizer keeps it, in whatever phase it was.
/// </remarks>
internal static class PodEnding
{
    private const int Killed = 137;

    /// <summary>The status, with a terminal phase if nothing of the pod can run any more.</summary>
    public static PodStatus Of(PodStatus status)
    {
        if (status.DeletionTimestamp is null)
        {
            return status;
        }

        if (HasEnded(status))
        {
            return Ended(status, status.Phase);
        }

        // A deleted pod is bound to no node any more; and where one runs, its kubelet deletes it without grace when all is over.
        bool neverRuns = !status.Scheduled;
        bool confirmed = status.DeletionGracePeriodSeconds == 0 && !AnyRuns(status);
        return neverRuns || confirmed ? Ended(status, PhaseOf(status)) : status;
    }

    /// <summary>The last status of a pod whose object has gone, if it tells how the pod ended.</summary>
    public static PodStatus? OfRemoved(PodStatus status)
    {
        bool known = status.ContainerStatuses.All(container => container.Terminated is not null) || status.DeletionTimestamp is not null;
        return HasEnded(status) ? status : known && !AnyRuns(status) ? Ended(status, PhaseOf(status)) : null;
    }

    public static bool HasEnded(PodStatus status) => status.Phase is PodPhase.Succeeded or PodPhase.Failed;

    private static bool AnyRuns(PodStatus status) =>
        status.ContainerStatuses.Any(container => container.Running is not null) || status.InitContainerStatuses.Any(container => container.Running is not null);

    private static PodPhase PhaseOf(PodStatus status) =>
        status.ContainerStatuses.All(container => container.Terminated is { ExitCode: 0 }) ? PodPhase.Succeeded : PodPhase.Failed;

    private static PodStatus Ended(PodStatus status, PodPhase phase) => status with
    {
        Phase = phase,
        ContainerStatuses = [.. status.ContainerStatuses.Select(container => Ended(container, EndOf(status)))],
    };

    /// <summary>When the pod ceased to be ready; else when it had to.</summary>
    /// <remarks>Kubernetes: <c>getFinishTimeFromPodReadyFalseCondition</c>.</remarks>
    private static DateTimeOffset EndOf(PodStatus status) =>
        status.Conditions.FirstOrDefault(condition => condition.Type == PodConditionTypes.Ready && condition.Status == ConditionStatus.False)?.LastTransitionTime
        ?? status.DeletionTimestamp
        ?? default;

    /// <summary>Older kubelets forget a container as soon as it is removed, and at best say how it ended before; newer ones say this of those that never ran.</summary>
    private static ContainerStatus Ended(ContainerStatus container, DateTimeOffset at) => container with
    {
        Waiting = null,
        Terminated = (container.Terminated ?? container.LastTermination) is { } end ? end with { FinishedAt = end.FinishedAt == default ? at : end.FinishedAt } : new ContainerTermination(Killed, at, "ContainerStatusUnknown", "The container could not be located when the pod was terminated"),
    };
}

using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Kubernetes.Mapping;

/// <summary>What came between two reports of a pod that ran and ended before its kubelet had said that it ran.</summary>
internal static class UnseenRun
{
    /// <returns>The pod as it ran; null if it was seen running, or never did.</returns>
    public static PodStatus? Between(PodStatus? before, PodStatus after)
    {
        bool skipped = (before is null or { Phase: PodPhase.Pending }) && PodEnding.HasEnded(after);
        return skipped && after.ContainerStatuses.Count > 0 && after.ContainerStatuses.All(container => container.Terminated?.StartedAt is not null)
            ? after with
            {
                Phase = PodPhase.Running,
                Reason = null,
                Message = null,
                Conditions = [.. after.Conditions.Where(condition => condition.Status != ConditionStatus.True)],
                ContainerStatuses = [.. after.ContainerStatuses.Select(Running)],
            }
            : null;
    }

    private static ContainerStatus Running(ContainerStatus container) => container with
    {
        Running = new ContainerRunning(container.Terminated!.StartedAt!.Value),
        Terminated = null,
    };
}

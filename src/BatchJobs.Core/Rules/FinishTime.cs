using BatchJobs.Pods;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Rules;

/// <summary>When a pod ended, as back-off sees it: the first source that can tell.</summary>
/// <remarks>Kubernetes: <c>backoff_utils.go getFinishedTime</c>. Status of ordinary init containers is not looked at.</remarks>
internal static class FinishTime
{
    public static DateTimeOffset Of(PodRecord pod) => pod.IsCompletion ? pod.Completion.FinishedAt :
        LatestEndOfContainers(pod.Status)
        ?? (pod.ReadyCondition is { } ready && ready.Status == ConditionStatus.False ? ready.LastTransitionTime : null)
        ?? pod.StoppingSince
        ?? pod.CreatedAt;

    private static DateTimeOffset? LatestEndOfContainers(PodStatus? status)
    {
        DateTimeOffset? latest = null;
        IReadOnlyList<ContainerStatus> containers = status?.ContainerStatuses ?? [];
        for (int i = 0; i < containers.Count; i++)
        {
            if (containers[i].Terminated is not { } end || end.FinishedAt == default)
            {
                return null;
            }

            if (latest is null || end.FinishedAt > latest)
            {
                latest = end.FinishedAt;
            }
        }

        return latest;
    }
}

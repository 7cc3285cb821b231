using BatchJobs.Pods;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Rules;

/// <summary>When a pod ended, as back-off sees it: the first source that can tell.</summary>
/// <remarks>Kubernetes: <c>backoff_utils.go getFinishedTime</c>. Status of ordinary init containers is not looked at.</remarks>
internal static class FinishTime
{
    /// <param name="pod">The pod.</param>
    /// <param name="sidecars">The names of its sidecars, which end after its regular containers.</param>
    public static DateTimeOffset Of(PodRecord pod, IReadOnlySet<string> sidecars) => pod.IsCompletion ? pod.Completion.FinishedAt :
        LatestEndOfContainers(pod.Status, sidecars)
        ?? (pod.ReadyCondition is { } ready && ready.Status == ConditionStatus.False ? ready.LastTransitionTime : null)
        ?? pod.StoppingSince
        ?? pod.CreatedAt;

    private static DateTimeOffset? LatestEndOfContainers(PodStatus? status, IReadOnlySet<string> sidecars)
    {
        // As on a cluster, sidecars that have ended tell it also when a regular container has not.
        DateTimeOffset? latest = LatestEnd(null, status?.ContainerStatuses ?? [], null);
        return sidecars.Count == 0 ? latest : LatestEnd(latest, status?.InitContainerStatuses ?? [], sidecars);
    }

    /// <summary>The latest end, if all of them ended.</summary>
    /// <param name="latest">An end known before.</param>
    /// <param name="containers">The containers.</param>
    /// <param name="names">The names of those that are looked at; null for all.</param>
    private static DateTimeOffset? LatestEnd(DateTimeOffset? latest, IReadOnlyList<ContainerStatus> containers, IReadOnlySet<string>? names)
    {
        for (int i = 0; i < containers.Count; i++)
        {
            if (names?.Contains(containers[i].Name) == false)
            {
                continue;
            }

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

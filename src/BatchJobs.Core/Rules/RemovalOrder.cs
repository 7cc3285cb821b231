using BatchJobs.Pods;
using BatchJobs.State;

namespace BatchJobs.Rules;

/// <summary>Which pods go first when there are too many: those that have got least far.</summary>
/// <remarks>Kubernetes: <c>controller_utils.go ActivePods</c>; restarts of ordinary init containers do not matter.</remarks>
/// <param name="sidecars">The names of the sidecars of the pods.</param>
internal sealed class RemovalOrder(IReadOnlySet<string> sidecars) : IComparer<PodRecord>
{
    public int Compare(PodRecord? x, PodRecord? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        int order = x.IsAssigned.CompareTo(y.IsAssigned);
        order = order != 0 ? order : Progress(x.Phase).CompareTo(Progress(y.Phase));
        order = order != 0 ? order : x.IsReady.CompareTo(y.IsReady);
        if (order == 0 && x.IsReady)
        {
            order = LatestOrMissingFirst(x.ReadyCondition?.LastTransitionTime, y.ReadyCondition?.LastTransitionTime);
        }

        order = order != 0 ? order : MostRestarts(y.Status?.ContainerStatuses).CompareTo(MostRestarts(x.Status?.ContainerStatuses));
        order = order != 0 ? order : MostRestarts(y.Status?.InitContainerStatuses, sidecars).CompareTo(MostRestarts(x.Status?.InitContainerStatuses, sidecars));
        order = order != 0 ? order : y.CreatedAt.CompareTo(x.CreatedAt);
        return order != 0 ? order : y.Ordinal.CompareTo(x.Ordinal);
    }

    private static int Progress(PodPhase phase) => phase switch
    {
        PodPhase.Pending => 0,
        PodPhase.Unknown => 1,
        _ => 2,
    };

    private static int LatestOrMissingFirst(DateTimeOffset? x, DateTimeOffset? y) =>
        (y ?? DateTimeOffset.MaxValue).CompareTo(x ?? DateTimeOffset.MaxValue);

    private static int MostRestarts(IReadOnlyList<ContainerStatus>? containers, IReadOnlySet<string>? names = null)
    {
        int most = 0;
        foreach (ContainerStatus container in containers ?? [])
        {
            most = names?.Contains(container.Name) == false ? most : Math.Max(most, container.RestartCount);
        }

        return most;
    }
}

using BatchJobs.Pods;

namespace BatchJobs.Testing.Xunit;

/// <summary>What may follow what in the reports about one pod.</summary>
internal static class ReportRules
{
    /// <summary>The rules that a report breaks, given the one before it.</summary>
    public static IEnumerable<string> Broken(PodStatus? before, PodStatus after)
    {
        if (before is null)
            yield break;
        if (HasEnded(before) && after.Phase != before.Phase)
            yield return $"a terminal phase is never left, but {before.Phase} became {after.Phase}";
        if (before.Phase == PodPhase.Running && after.Phase == PodPhase.Pending)
            yield return "reports come in the order in which things happen, but Running became Pending";
        if (before.DeletionTimestamp is not null && after.DeletionTimestamp is null)
            yield return "a pod that was asked to end stays so, but DeletionTimestamp went away";
        if (after.DeletionTimestamp > before.DeletionTimestamp)
            yield return "a later request to end can only shorten the wait, but DeletionTimestamp moved on";
        foreach (ContainerStatus container in after.ContainerStatuses)
        {
            if (before.ContainerStatuses.FirstOrDefault(known => known.Name == container.Name)?.RestartCount > container.RestartCount)
                yield return $"restarts are counted up, but not those of container {container.Name}";
        }

        if (HasEnded(after) && after.ContainerStatuses.Any(container => container.Running is not null))
            yield return $"a pod that is {after.Phase} has no running container";
    }

    public static bool HasEnded(PodStatus status) => status.Phase is PodPhase.Succeeded or PodPhase.Failed;
}

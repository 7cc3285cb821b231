using BatchJobs.Execution.Kubelet;
using BatchJobs.Pods;
using BatchJobs.Processes.Kubelet;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Running;

/// <summary>Derives the status of a pod from its containers and from what was decided about its end.</summary>
internal static class PodStatusRule
{
    private const string PodScheduled = "PodScheduled";
    private const string AllContainersRestarting = "AllContainersRestarting";

    /// <summary>Derives the next status.</summary>
    /// <param name="before">The status so far.</param>
    /// <param name="policy">The restart policy of the pod.</param>
    /// <param name="initContainers">Init containers and sidecars.</param>
    /// <param name="containers">Regular containers.</param>
    /// <param name="stop">What was decided about the end.</param>
    /// <param name="ended">Whether nothing of the pod runs any longer or ever will.</param>
    /// <param name="restartingAll">Whether all containers are being ended in order to start again.</param>
    /// <param name="now">The time.</param>
    /// <returns>The status; null if the next one, which follows at once, says all there is to say.</returns>
    internal static PodStatus? Derive(
        PodStatus before,
        RestartPolicy? policy,
        ContainerView[] initContainers,
        ContainerView[] containers,
        PodStop stop,
        bool ended,
        bool restartingAll,
        DateTimeOffset now)
    {
        var phase = restartingAll && !ended ? before.Phase : PodPhaseRule.Derive(policy, initContainers, containers, ended);
        var terminal = phase is PodPhase.Succeeded or PodPhase.Failed;

        // A terminal phase is told once nothing runs any longer; without sidecars to stop that is now.
        if (terminal && !ended && !Array.Exists(initContainers, container => RestartDecision.IsSidecar(container.Spec))) return null;
        if (terminal && !ended) phase = before.Phase;
        if (ended && (stop.Ending is not null || phase != PodPhase.Succeeded)) phase = PodPhase.Failed;

        IReadOnlyList<PodCondition> conditions = PodConditionRule.Derive(phase, initContainers, containers, before.Conditions, now);
        if (restartingAll && !ended) conditions = [.. conditions, RestartingAll(before, now)];
        if (!before.Scheduled) conditions = [.. conditions, before.Conditions.First(condition => condition.Type == PodScheduled)];
        return before with
        {
            Phase = phase,
            Reason = ended ? stop.Ending?.Reason : null,
            Message = ended ? stop.Ending?.Message : null,
            Conditions = stop.Disruption is { } disruption ? [disruption, .. conditions] : conditions,
            InitContainerStatuses = Statuses(initContainers),
            ContainerStatuses = Statuses(containers),
            DeletionTimestamp = stop.DeletionTimestamp,
            DeletionGracePeriodSeconds = stop.DeletionGracePeriodSeconds,
        };
    }

    /// <summary>The pod has to wait until there is room for it.</summary>
    internal static PodStatus Unscheduled(PodStatus status, string? obstacle, DateTimeOffset now) => status with
    {
        Scheduled = false,
        StartTime = null,
        Conditions = [new PodCondition(PodScheduled, ConditionStatus.False, "Unschedulable", $"0/1 nodes are available: 1 {obstacle}.", now)],
    };

    /// <summary>There is room for the pod.</summary>
    internal static PodStatus Scheduled(PodStatus status, DateTimeOffset now) => status with { Scheduled = true, StartTime = now, Conditions = [] };

    private static ContainerStatus[] Statuses(ContainerView[] containers) => containers.Length == 0 ? [] : Array.ConvertAll(containers, container => container.Status);

    private static PodCondition RestartingAll(PodStatus before, DateTimeOffset now) =>
        before.Conditions.FirstOrDefault(condition => condition.Type == AllContainersRestarting)
        ?? new PodCondition(AllContainersRestarting, ConditionStatus.True, "RestartAllContainersStarted", "container exited with restart policy rule", now);
}

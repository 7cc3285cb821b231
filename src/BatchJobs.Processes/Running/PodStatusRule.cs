using BatchJobs.Pods;
using BatchJobs.Processes.Kubelet;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Running;

/// <summary>Derives the status of a pod from its containers and from what was decided about its end.</summary>
internal static class PodStatusRule
{
    /// <summary>Derives the next status.</summary>
    /// <param name="before">The status so far.</param>
    /// <param name="policy">The restart policy of the pod.</param>
    /// <param name="initContainers">Init containers and sidecars.</param>
    /// <param name="containers">Regular containers.</param>
    /// <param name="stop">What was decided about the end.</param>
    /// <param name="ended">Whether nothing of the pod runs any longer or ever will.</param>
    /// <param name="now">The time.</param>
    /// <returns>The status; null if the next one, which follows at once, says all there is to say.</returns>
    internal static PodStatus? Derive(
        PodStatus before,
        RestartPolicy? policy,
        ContainerView[] initContainers,
        ContainerView[] containers,
        PodStop stop,
        bool ended,
        DateTimeOffset now)
    {
        var phase = PodPhaseRule.Derive(policy, initContainers, containers, ended);
        var terminal = phase is PodPhase.Succeeded or PodPhase.Failed;

        // A terminal phase is told once nothing runs any longer; without sidecars to stop that is now.
        if (terminal && !ended && !initContainers.Any(container => RestartDecision.IsSidecar(container.Spec))) return null;
        if (terminal && !ended) phase = before.Phase;
        if (ended && (stop.Ending is not null || phase != PodPhase.Succeeded)) phase = PodPhase.Failed;

        var conditions = PodConditionRule.Derive(phase, initContainers, containers, before.Conditions, now);
        return before with
        {
            Phase = phase,
            Reason = ended ? stop.Ending?.Reason : null,
            Message = ended ? stop.Ending?.Message : null,
            Conditions = stop.Disruption is { } disruption ? [disruption, .. conditions] : conditions,
            InitContainerStatuses = [.. initContainers.Select(container => container.Status)],
            ContainerStatuses = [.. containers.Select(container => container.Status)],
            DeletionTimestamp = stop.DeletionTimestamp,
            DeletionGracePeriodSeconds = stop.DeletionGracePeriodSeconds,
        };
    }
}

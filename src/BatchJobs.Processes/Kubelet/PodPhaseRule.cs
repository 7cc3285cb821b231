using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Kubelet;

/// <summary>Derives the phase of a pod from its containers.</summary>
/// <remarks>Kubernetes: <c>getPhase</c> of the kubelet.</remarks>
internal static class PodPhaseRule
{
    /// <summary>Derives the phase.</summary>
    /// <param name="policy">The restart policy of the pod.</param>
    /// <param name="initContainers">Init containers and sidecars.</param>
    /// <param name="containers">Regular containers.</param>
    /// <param name="podHasEnded">Whether nothing of the pod runs any longer or ever will.</param>
    internal static PodPhase Derive(
        RestartPolicy? policy,
        IReadOnlyList<ContainerView> initContainers,
        IReadOnlyList<ContainerView> containers,
        bool podHasEnded)
    {
        var anyStarted = containers.Any(container => container.Status is { Running: not null } or { Terminated: not null } or { LastTermination: not null });
        var pending = false;
        var running = containers.Count(container => container.Status.Running is not null);
        foreach (var container in initContainers)
        {
            if (RestartDecision.IsSidecar(container.Spec))
            {
                pending |= container.Status.Waiting is not null && container.LastEnd is null && !anyStarted;
                if (container.Status.Running is not null) running++;
            }
            else if (container.LastEnd is { ExitCode: not 0 } end)
            {
                if (!RestartDecision.ShouldRestart(policy, container.Spec, end.ExitCode)) return PodPhase.Failed;
            }
            else
            {
                pending |= container.LastEnd is null;
            }
        }

        var stopped = containers.Count(container => container.LastEnd is not null);
        var waiting = containers.Count(container => container.Status.Waiting is not null && container.LastEnd is null);
        if (pending || waiting > 0) return PodPhase.Pending;
        if (running > 0) return PodPhase.Running;
        if (stopped == 0) return PodPhase.Pending;
        if (!podHasEnded && containers.Any(container => WillRestart(policy, container))) return PodPhase.Running;
        return containers.All(container => container.Status.Terminated is { ExitCode: 0 }) ? PodPhase.Succeeded : PodPhase.Failed;
    }

    private static bool WillRestart(RestartPolicy? policy, ContainerView container) =>
        container.LastEnd is { } end && RestartDecision.ShouldRestart(policy, container.Spec, end.ExitCode);
}

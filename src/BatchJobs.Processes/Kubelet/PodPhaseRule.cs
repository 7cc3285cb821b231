using BatchJobs.Execution.Kubelet;
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
        ContainerView[] initContainers,
        ContainerView[] containers,
        bool podHasEnded)
    {
        var anyStarted = Array.Exists(containers, container => container.Status is { Running: not null } or { Terminated: not null } or { LastTermination: not null });
        var pending = false;
        var running = Count(containers, container => container.Status.Running is not null);
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

        var stopped = Count(containers, container => container.LastEnd is not null);
        var waiting = Count(containers, container => container.Status.Waiting is not null && container.LastEnd is null);
        if (pending || waiting > 0) return PodPhase.Pending;
        if (running > 0) return PodPhase.Running;
        if (stopped == 0) return PodPhase.Pending;
        if (!podHasEnded && WillAnyRestart(policy, containers)) return PodPhase.Running;
        return Array.TrueForAll(containers, container => container.Status.Terminated is { ExitCode: 0 }) ? PodPhase.Succeeded : PodPhase.Failed;
    }

    private static int Count(ContainerView[] containers, Predicate<ContainerView> which)
    {
        var count = 0;
        foreach (var container in containers)
        {
            if (which(container)) count++;
        }

        return count;
    }

    private static bool WillAnyRestart(RestartPolicy? policy, ContainerView[] containers)
    {
        foreach (var container in containers)
        {
            if (container.LastEnd is { } end && RestartDecision.ShouldRestart(policy, container.Spec, end.ExitCode)) return true;
        }

        return false;
    }
}

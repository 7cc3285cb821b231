using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Kubelet;

/// <summary>Derives the conditions <c>Initialized</c>, <c>ContainersReady</c> and <c>Ready</c> of a pod.</summary>
internal static class PodConditionRule
{
    private const string Initialized = "Initialized";

    /// <summary>Derives the conditions; one that has not changed keeps its time.</summary>
    /// <param name="phase">The phase of the pod.</param>
    /// <param name="initContainers">Init containers and sidecars.</param>
    /// <param name="containers">Regular containers.</param>
    /// <param name="before">The conditions so far.</param>
    /// <param name="now">The time.</param>
    internal static IReadOnlyList<PodCondition> Derive(
        PodPhase phase,
        IReadOnlyList<ContainerView> initContainers,
        IReadOnlyList<ContainerView> containers,
        IReadOnlyList<PodCondition> before,
        DateTimeOffset now)
    {
        var ready = Readiness(phase, initContainers.Where(container => RestartDecision.IsSidecar(container.Spec)).Concat(containers));
        return
        [
            Since(Initialization(phase, initContainers, containers), before, now),
            Since(ready with { Type = PodConditionTypes.ContainersReady }, before, now),
            Since(ready, before, now),
        ];
    }

    private static PodCondition Initialization(
        PodPhase phase,
        IReadOnlyList<ContainerView> initContainers,
        IReadOnlyList<ContainerView> containers)
    {
        if (phase == PodPhase.Succeeded) return new(Initialized, ConditionStatus.True, "PodCompleted");
        var incomplete = containers.Any(container => container.Status is not { Waiting: not null, LastTermination: null })
            ? []
            : initContainers.Where(container => !IsInitialized(container)).Select(container => container.Status.Name).ToArray();
        return incomplete.Length == 0
            ? new(Initialized, ConditionStatus.True)
            : new(Initialized, ConditionStatus.False, "ContainersNotInitialized", $"containers with incomplete status: [{string.Join(' ', incomplete)}]");
    }

    private static bool IsInitialized(ContainerView container) =>
        RestartDecision.IsSidecar(container.Spec)
            ? container.Status is { Running: not null } or { Terminated: not null } or { LastTermination: not null }
            : container.Status.Terminated is { ExitCode: 0 };

    private static PodCondition Readiness(PodPhase phase, IEnumerable<ContainerView> containers)
    {
        if (phase == PodPhase.Succeeded) return new(PodConditionTypes.Ready, ConditionStatus.False, "PodCompleted");
        if (phase == PodPhase.Failed) return new(PodConditionTypes.Ready, ConditionStatus.False, "PodFailed");
        var unready = containers.Where(container => !container.Status.Ready).Select(container => container.Status.Name).ToArray();
        return unready.Length == 0
            ? new(PodConditionTypes.Ready, ConditionStatus.True)
            : new(PodConditionTypes.Ready, ConditionStatus.False, "ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]");
    }

    private static PodCondition Since(PodCondition condition, IReadOnlyList<PodCondition> before, DateTimeOffset now)
    {
        var last = before.FirstOrDefault(other => other.Type == condition.Type);
        return condition with { LastTransitionTime = last?.Status == condition.Status ? last.LastTransitionTime : now };
    }
}

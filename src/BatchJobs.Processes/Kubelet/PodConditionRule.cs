using BatchJobs.Execution.Kubelet;
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
    internal static PodCondition[] Derive(
        PodPhase phase,
        ContainerView[] initContainers,
        ContainerView[] containers,
        IReadOnlyList<PodCondition> before,
        DateTimeOffset now)
    {
        PodCondition Condition(string type, ConditionStatus status, string? reason = null, string? message = null)
        {
            var last = Find(before, type);
            if (last is not null && last.Status == status && last.Reason == reason && last.Message == message) return last;
            return new(type, status, reason, message, last?.Status == status ? last.LastTransitionTime : now);
        }

        var (ready, why, details) = Readiness(phase, initContainers, containers);
        var incomplete = phase == PodPhase.Succeeded ? "" : Incomplete(initContainers, containers);
        return
        [
            incomplete.Length == 0
                ? Condition(Initialized, ConditionStatus.True, phase == PodPhase.Succeeded ? "PodCompleted" : null)
                : Condition(Initialized, ConditionStatus.False, "ContainersNotInitialized", $"containers with incomplete status: [{incomplete}]"),
            Condition(PodConditionTypes.ContainersReady, ready, why, details),
            Condition(PodConditionTypes.Ready, ready, why, details),
        ];
    }

    private static string Incomplete(ContainerView[] initContainers, ContainerView[] containers) =>
        Array.Exists(containers, container => container.Status is not { Waiting: not null, LastTermination: null })
            ? ""
            : Names(initContainers, container => !IsInitialized(container));

    private static bool IsInitialized(ContainerView container) =>
        RestartDecision.IsSidecar(container.Spec)
            ? container.Status is { Running: not null } or { Terminated: not null } or { LastTermination: not null }
            : container.Status.Terminated is { ExitCode: 0 };

    private static (ConditionStatus Ready, string? Reason, string? Message) Readiness(PodPhase phase, ContainerView[] initContainers, ContainerView[] containers)
    {
        if (phase == PodPhase.Succeeded) return (ConditionStatus.False, "PodCompleted", null);
        if (phase == PodPhase.Failed) return (ConditionStatus.False, "PodFailed", null);
        var sidecars = Names(initContainers, container => RestartDecision.IsSidecar(container.Spec) && !container.Status.Ready);
        var regular = Names(containers, container => !container.Status.Ready);
        if (sidecars.Length + regular.Length == 0) return (ConditionStatus.True, null, null);
        var between = sidecars.Length > 0 && regular.Length > 0 ? " " : "";
        return (ConditionStatus.False, "ContainersNotReady", $"containers with unready status: [{sidecars}{between}{regular}]");
    }

    private static string Names(ContainerView[] containers, Predicate<ContainerView> which) =>
        Array.Exists(containers, which) ? string.Join(' ', Array.FindAll(containers, which).Select(container => container.Status.Name)) : "";

    private static PodCondition? Find(IReadOnlyList<PodCondition> conditions, string type)
    {
        for (var i = 0; i < conditions.Count; i++)
        {
            if (conditions[i].Type == type) return conditions[i];
        }

        return null;
    }
}

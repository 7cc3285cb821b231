using BatchJobs.Pods;
using BatchJobs.Specs;
using k8s.Models;

namespace BatchJobs.Kubernetes.Mapping;

/// <summary>From the Pod of the cluster to the status the engine works with.</summary>
internal static class PodStatusMap
{
    public static PodStatus Of(V1Pod pod)
    {
        V1PodStatus? status = pod.Status;
        PodPhase phase = PhaseOf(status?.Phase);
        return PodEnding.Of(new PodStatus
        {
            Phase = phase,
            Reason = status?.Reason,
            Message = status?.Message,
            Scheduled = pod.Spec?.NodeName is { Length: > 0 },
            Conditions = List(status?.Conditions, ConditionOf),
            ContainerStatuses = status?.ContainerStatuses is { Count: > 0 } containers ? List(containers, ContainerOf) : phase is PodPhase.Succeeded or PodPhase.Failed ? [] : List(pod.Spec?.Containers, Unknown),
            InitContainerStatuses = List(status?.InitContainerStatuses, ContainerOf),
            StartTime = Time(status?.StartTime),
            DeletionTimestamp = Time(pod.Metadata.DeletionTimestamp),
            DeletionGracePeriodSeconds = pod.Metadata.DeletionGracePeriodSeconds ?? 0,
        });
    }

    private static PodPhase PhaseOf(string? phase) => phase switch
    {
        "Running" => PodPhase.Running,
        "Succeeded" => PodPhase.Succeeded,
        "Failed" => PodPhase.Failed,
        "Unknown" => PodPhase.Unknown,
        _ => PodPhase.Pending,
    };

    private static PodCondition ConditionOf(V1PodCondition condition) => new(
        condition.Type,
        condition.Status switch { "True" => ConditionStatus.True, "False" => ConditionStatus.False, _ => ConditionStatus.Unknown },
        condition.Reason,
        condition.Message,
        Time(condition.LastTransitionTime));

    private static ContainerStatus ContainerOf(V1ContainerStatus container) => new()
    {
        Name = container.Name,
        Running = container.State?.Running is { } running ? new ContainerRunning(Time(running.StartedAt) ?? default) : null,
        Terminated = TerminationOf(container.State?.Terminated),
        Waiting = WaitingOf(container.State),
        LastTermination = TerminationOf(container.LastState?.Terminated),
        RestartCount = container.RestartCount,
        Ready = container.Ready,
    };

    /// <summary>Before a kubelet has seen the pod, nothing is said of its containers; of one that ended so, nothing is made up.</summary>
    private static ContainerStatus Unknown(V1Container container) => new() { Name = container.Name, Waiting = new ContainerWaiting("ContainerCreating") };

    /// <summary>A container without any state is one that waits.</summary>
    private static ContainerWaiting? WaitingOf(V1ContainerState? state) => state switch
    {
        { Waiting: { } waiting } => new ContainerWaiting(waiting.Reason ?? "ContainerCreating", waiting.Message),
        { Running: null, Terminated: null } or null => new ContainerWaiting("ContainerCreating"),
        _ => null,
    };

    private static ContainerTermination? TerminationOf(V1ContainerStateTerminated? end) => end is null ? null : new ContainerTermination(
        end.ExitCode,
        Time(end.FinishedAt) ?? default,
        end.Reason,
        end.Message,
        end.Signal is 0 ? null : end.Signal,
        Time(end.StartedAt));

    private static DateTimeOffset? Time(DateTime? time) => time is { } instant ? new DateTimeOffset(DateTime.SpecifyKind(instant, DateTimeKind.Utc)) : null;

    private static IReadOnlyList<TTo> List<TFrom, TTo>(IList<TFrom>? list, Func<TFrom, TTo> map) => list is null ? [] : [.. list.Select(map)];
}

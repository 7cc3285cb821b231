using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.InProcess.Running;

/// <summary>The statuses a pod with one container goes through.</summary>
internal static class PodStatuses
{
    private const string Completed = "PodCompleted";
    private const string Failed = "PodFailed";

    /// <summary>Accepted, and waiting for a slot.</summary>
    public static PodStatus Waiting(PodStartRequest pod) => Waiting(pod.Template.Containers is [{ Name: { } name }, ..] ? name : "");

    private static PodStatus Waiting(string container) => new()
    {
        Phase = PodPhase.Pending,
        Scheduled = false,
        ContainerStatuses = [new ContainerStatus { Name = container, Waiting = new ContainerWaiting("ContainerCreating") }],
    };

    public static PodStatus Running(PodStatus before, int restarts, DateTimeOffset now) => before with
    {
        Phase = PodPhase.Running,
        Message = null,
        Scheduled = true,
        StartTime = before.StartTime ?? now,
        Conditions = [new PodCondition(PodConditionTypes.Ready, ConditionStatus.True, LastTransitionTime: now)],
        ContainerStatuses =
        [
            before.ContainerStatuses[0] with { Waiting = null, Running = new ContainerRunning(now), Terminated = null, RestartCount = restarts, Ready = true },
        ],
    };

    /// <summary>Ended, and to be started again.</summary>
    public static PodStatus BackingOff(PodStatus before, ContainerWaiting waiting, ContainerTermination end) => before with
    {
        Conditions = [new PodCondition(PodConditionTypes.Ready, ConditionStatus.False, "ContainersNotReady", LastTransitionTime: end.FinishedAt)],
        ContainerStatuses = [before.ContainerStatuses[0] with { Waiting = waiting, Running = null, LastTermination = end, Ready = false }],
    };

    public static PodStatus Ended(PodStatus before, PodPhase phase, ContainerTermination? end, DateTimeOffset now) => before with
    {
        Phase = phase,
        Message = null,
        Conditions =
        [
            new PodCondition(
                PodConditionTypes.Ready,
                ConditionStatus.False,
                phase == PodPhase.Succeeded ? Completed : Failed,
                LastTransitionTime: now),
        ],
        ContainerStatuses = end is null
            ? before.ContainerStatuses
            : [before.ContainerStatuses[0] with { Waiting = null, Running = null, Terminated = end, Ready = false }],
    };
}

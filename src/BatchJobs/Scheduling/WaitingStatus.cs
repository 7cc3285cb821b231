using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Scheduling;

/// <summary>Statuses of pods that no node has, and what is added to those of pods that had to make room.</summary>
internal static class WaitingStatus
{
    private const string Preemption = "PreemptionByScheduler";

    /// <summary>In the queue; what kube-scheduler writes to a pod it finds no node for.</summary>
    public static PodStatus Of(string? message) => new()
    {
        Phase = PodPhase.Pending,
        Scheduled = false,
        Message = message,
        Conditions = [new PodCondition(PodConditionTypes.PodScheduled, ConditionStatus.False, "Unschedulable", message)],
    };

    /// <summary>Stopped before it ever got a node.</summary>
    public static PodStatus Stopped(PodStatus? last, TimeSpan grace, DateTimeOffset now) => (last ?? Of(null)) with
    {
        Phase = PodPhase.Failed,
        Message = null,
        DeletionTimestamp = now + grace,
        DeletionGracePeriodSeconds = (long)Math.Ceiling(grace.TotalSeconds),
    };

    public static PodStatus Preempted(PodStatus status, string message) => status with
    {
        Conditions =
        [
            .. status.Conditions.Where(condition => condition.Type != PodConditionTypes.DisruptionTarget),
            new PodCondition(PodConditionTypes.DisruptionTarget, ConditionStatus.True, Preemption, message),
        ],
    };
}

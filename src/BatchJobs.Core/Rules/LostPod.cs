using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Rules;

/// <summary>What is assumed of a pod that its executor no longer knows: it failed by a disruption, which a pod failure policy can ignore.</summary>
internal static class LostPod
{
    private const string Reason = "PodLost";

    public static PodStatus Status(DateTimeOffset now) => new()
    {
        Phase = PodPhase.Failed,
        Reason = Reason,
        Message = "The executor no longer knows the pod; how it ended is unknown.",
        Conditions =
        [
            new PodCondition(PodConditionTypes.DisruptionTarget, ConditionStatus.True, Reason, "The executor no longer knows the pod.", now),
        ],
    };
}

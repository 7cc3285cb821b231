using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Testing.Scripting;

/// <summary>Changes lists of pod conditions; the transition time moves only when the status does.</summary>
internal static class PodConditions
{
    public static IReadOnlyList<PodCondition> SetReady(IReadOnlyList<PodCondition> conditions, ConditionStatus status, string? reason, DateTimeOffset now) =>
        Set(
            Set(conditions, new PodCondition(PodConditionTypes.Ready, status, reason), now),
            new PodCondition(PodConditionTypes.ContainersReady, status, reason),
            now);

    public static IReadOnlyList<PodCondition> Set(IReadOnlyList<PodCondition> conditions, PodCondition condition, DateTimeOffset now)
    {
        PodCondition? old = conditions.FirstOrDefault(known => known.Type == condition.Type);
        DateTimeOffset? since = old is not null && old.Status == condition.Status ? old.LastTransitionTime : now;
        PodCondition updated = condition with { LastTransitionTime = since };
        return old is null ? [.. conditions, updated] : [.. conditions.Select(known => known == old ? updated : known)];
    }
}

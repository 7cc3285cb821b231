using BatchJobs.Resolution;
using BatchJobs.State;

namespace BatchJobs.Rules;

/// <summary>What the pods that ended together make of a failure streak; ignored failures count here too.</summary>
/// <remarks>Kubernetes: <c>backoff_utils.go newBackoffRecord</c>.</remarks>
internal static class FailureStreakUpdate
{
    public static FailureStreak Apply(FailureStreak streak, IReadOnlyList<PodRecord> ended, ResolvedJobSpec spec)
    {
        // The one pod of most steps: it succeeded, and when does not matter.
        if (ended is [{ InStreak: false } only] && PodOutcome.HasSucceeded(only) && spec.HasIndex(only.Index))
        {
            only.InStreak = true;
            return FailureStreak.None;
        }

        DateTimeOffset? latestSuccess = null;
        for (int i = 0; i < ended.Count; i++)
        {
            PodRecord pod = ended[i];
            if (!pod.InStreak && PodOutcome.HasSucceeded(pod) && spec.HasIndex(pod.Index))
            {
                latestSuccess = Later(latestSuccess, FinishTime.Of(pod, spec.Sidecars));
            }
        }

        int failures = latestSuccess is null ? streak.Failures : 0;
        DateTimeOffset? latestFailure = null;
        for (int i = 0; i < ended.Count; i++)
        {
            PodRecord pod = ended[i];
            if (!pod.InStreak && PodOutcome.HasFailed(pod, spec.OnlyReplaceFailed) && spec.HasIndex(pod.Index) && FinishTime.Of(pod, spec.Sidecars) is var at && !(at <= latestSuccess))
            {
                failures++;
                latestFailure = Later(latestFailure, at);
            }

            pod.InStreak = true;
        }

        return failures == 0 ? FailureStreak.None : new FailureStreak(failures, latestFailure ?? streak.LastFailure);
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;
}

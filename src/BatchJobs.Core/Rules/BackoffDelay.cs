using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Rules;

/// <summary>How long creations wait after failures: unless set otherwise 10 s, doubling to 10 min.</summary>
/// <remarks>Kubernetes: <c>backoff_utils.go</c>, <c>DefaultJobPodFailureBackOff</c>, <c>MaxJobPodFailureBackOff</c>.</remarks>
internal static class BackoffDelay
{
    /// <summary>The delay after a number of failures in a row.</summary>
    /// <param name="failures">How many.</param>
    /// <param name="backoff">What is set.</param>
    /// <param name="chance">From 0 up to 1: how much of the jitter there is.</param>
    public static TimeSpan After(int failures, PodFailureBackoff backoff, double chance = 0)
    {
        if (failures <= 0)
        {
            return TimeSpan.Zero;
        }

        TimeSpan delay = backoff.Delays is { } delays ? delays[Math.Min(failures, delays.Count) - 1] : Grown(backoff.Initial, backoff.Factor, failures, backoff.Max);
        return backoff.Jitter == 0 ? delay : delay + (delay * (backoff.Jitter * chance));
    }

    /// <summary>What a Job says of its delays, or else what holds for all.</summary>
    public static PodFailureBackoff Of(JobState state, PodFailureBackoff usual) => state.Spec.Backoff ?? usual;

    /// <summary>When a Job may start a pod again; null when there is nothing to wait for.</summary>
    public static DateTimeOffset? EndsAt(JobState state, PodFailureBackoff usual) => state.Streak is { Failures: > 0 } streak
        ? streak.LastFailure + After(state, PodRecord.NoIndex, streak.Failures, usual)
        : null;

    /// <summary>When an index may get a pod again; null when there is nothing to wait for.</summary>
    public static DateTimeOffset? EndsAt(JobState state, int index, PodFailureBackoff usual) => state.FindAwaiting(index) is { } pod
        ? FinishTime.Of(pod, state.Spec.Sidecars) + After(state, index, pod.FailureCount + pod.IgnoredFailureCount + 1, usual)
        : null;

    /// <summary>Base, twice the base, four times the base, ... up to a cap; nothing for no failure.</summary>
    internal static TimeSpan Doubled(TimeSpan first, int failures, TimeSpan cap) => failures <= 0 ? TimeSpan.Zero : Grown(first, 2, failures, cap);

    private static TimeSpan Grown(TimeSpan first, double factor, int failures, TimeSpan cap)
    {
        if (first == TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        double grown = Math.Pow(factor, failures - 1);
        return grown >= cap / first ? cap : first * grown;
    }

    private static TimeSpan After(JobState state, int index, int failures, PodFailureBackoff usual)
    {
        PodFailureBackoff backoff = Of(state, usual);
        return After(failures, backoff, backoff.Jitter == 0 ? 0 : Spread.Of(state.Uid, index, failures));
    }
}

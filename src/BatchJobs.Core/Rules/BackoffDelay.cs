using BatchJobs.State;

namespace BatchJobs.Rules;

/// <summary>How long creations wait after failures: 10 s, doubling to 10 min.</summary>
/// <remarks>Kubernetes: <c>backoff_utils.go</c>, <c>DefaultJobPodFailureBackOff</c>, <c>MaxJobPodFailureBackOff</c>.</remarks>
internal static class BackoffDelay
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>The delay after a number of failures in a row.</summary>
    public static TimeSpan After(int failures) => Doubled(First, failures, Longest);

    /// <summary>When a pod may be created again; null when there is nothing to wait for.</summary>
    public static DateTimeOffset? EndsAt(FailureStreak streak) =>
        streak.Failures == 0 ? null : streak.LastFailure + After(streak.Failures);

    /// <summary>Base, twice the base, four times the base, ... up to a cap; nothing for no failure.</summary>
    internal static TimeSpan Doubled(TimeSpan first, int failures, TimeSpan cap)
    {
        if (failures <= 0)
        {
            return TimeSpan.Zero;
        }

        double factor = Math.Pow(2, failures - 1);
        return factor >= cap / first ? cap : first * factor;
    }
}

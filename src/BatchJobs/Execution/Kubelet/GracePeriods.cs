using BatchJobs.Specs;

namespace BatchJobs.Execution.Kubelet;

/// <summary>How long a pod may take to end.</summary>
internal static class GracePeriods
{
    // Any number of seconds is valid, but not every one leads to an instant.
    private static readonly TimeSpan Farthest = TimeSpan.FromSeconds(int.MaxValue);

    /// <summary>The grace period of a pod; a negative one is 1 s.</summary>
    /// <param name="spec">The pod; null if nothing is known of it.</param>
    /// <param name="wanted">What somebody wants instead, or null.</param>
    internal static TimeSpan Of(PodSpec? spec, TimeSpan? wanted = null)
    {
        long own = spec?.TerminationGracePeriodSeconds ?? JobDefaults.TerminationGracePeriodSeconds;
        TimeSpan grace = wanted ?? Seconds(own < 0 ? 1 : own);
        return grace < Farthest ? grace : Farthest;
    }

    internal static TimeSpan Seconds(long seconds) => seconds < Farthest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Farthest;
}

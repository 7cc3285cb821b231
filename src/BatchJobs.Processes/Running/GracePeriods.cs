using BatchJobs.Specs;

namespace BatchJobs.Processes.Running;

/// <summary>How long a pod may take to end.</summary>
internal static class GracePeriods
{
    private const long DefaultSeconds = 30;

    // Any number of seconds is valid, but not every one leads to an instant.
    private static readonly TimeSpan Farthest = TimeSpan.FromSeconds(int.MaxValue);

    /// <summary>The grace period of a pod.</summary>
    /// <param name="spec">The pod.</param>
    /// <param name="wanted">What somebody wants instead, or null.</param>
    internal static TimeSpan Of(PodSpec spec, TimeSpan? wanted = null)
    {
        var grace = wanted ?? Seconds(spec.TerminationGracePeriodSeconds ?? DefaultSeconds);
        return grace < Farthest ? grace : Farthest;
    }

    internal static TimeSpan Seconds(long seconds) => seconds < Farthest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Farthest;
}

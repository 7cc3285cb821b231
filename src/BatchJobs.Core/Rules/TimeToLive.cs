using BatchJobs.State;

namespace BatchJobs.Rules;

/// <summary>When a finished Job is removed by itself (KEP-592).</summary>
internal static class TimeToLive
{
    public static DateTimeOffset? EndsAt(JobState state) =>
        state is { Deletion: null, FinishedAt: { } finished, Spec.TimeToLive: { } ttl } ? finished + ttl : null;
}

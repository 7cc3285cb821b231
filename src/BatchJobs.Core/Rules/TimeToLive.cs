using BatchJobs.State;

namespace BatchJobs.Rules;

/// <summary>How long finished Jobs are kept: as they say (KEP-592), or if they say nothing as their end says.</summary>
/// <param name="Complete">For Jobs that have completed; null for ever.</param>
/// <param name="Failed">For Jobs that have failed; null for ever.</param>
internal sealed record TimeToLive(TimeSpan? Complete, TimeSpan? Failed)
{
    /// <summary>As in Kubernetes, where Jobs have to say it.</summary>
    public static TimeToLive AsTheySay { get; } = new(null, null);

    /// <summary>When a finished Job is removed by itself, if nobody has deleted it.</summary>
    public DateTimeOffset? EndsAt(JobState state) => state.Deletion is null ? EndOf(state) : null;

    /// <summary>When the time of a finished Job is over; null for never.</summary>
    public DateTimeOffset? EndOf(JobState state) =>
        state.FinishedAt is { } finished && Of(state) is { } time && time <= DateTimeOffset.MaxValue - finished ? finished + time : null;

    private TimeSpan? Of(JobState state) => state.Spec.TimeToLive ?? (state.Verdict is { Success: true } ? Complete : Failed);
}

using BatchJobs.State;

namespace BatchJobs.Rules;

/// <summary>When activeDeadlineSeconds ends an unfinished Job; a suspended one has no deadline.</summary>
internal static class ActiveDeadline
{
    public static DateTimeOffset? At(JobState state) =>
        state.Spec is { Suspend: false, ActiveDeadline: { } deadline } && state.StartTime is { } start ? Add(start, deadline) : null;

    /// <summary>A deadline beyond the end of time never comes.</summary>
    private static DateTimeOffset? Add(DateTimeOffset start, TimeSpan span) =>
        span >= DateTimeOffset.MaxValue - start ? null : start + span;
}

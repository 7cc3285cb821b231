using BatchJobs.Client;
using BatchJobs.State;
using BatchJobs.StateMachine;

namespace BatchJobs.Diagnostics;

/// <summary>The latest notices of a Job, told as events or as decisions.</summary>
/// <remarks>Used under the lock of its loop.</remarks>
internal readonly struct JobJournal(JobState state, BoundedJournal<JobNotice> notices)
{
    /// <summary>In Kubernetes' words; equal events are merged.</summary>
    public IReadOnlyList<JobEventEntry> Events()
    {
        JobState of = state;
        return EventMerger.Merge(notices.Select(entry => (entry.Time, EventText.Of(entry.Notice, PodName(of, entry.Notice)))));
    }

    public IReadOnlyList<JobDecision> Decisions()
    {
        JobState of = state;
        return [.. notices.Select(entry => DecisionText.Of(entry.Time, entry.Notice, PodName(of, entry.Notice)))];
    }

    private static string? PodName(JobState state, JobNotice notice) =>
        notice.Ordinal is { } ordinal ? PodNaming.Name(state.Key.Name, state.Uid, notice.Index, ordinal) : null;
}

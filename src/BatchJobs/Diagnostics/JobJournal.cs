using BatchJobs.Client;
using BatchJobs.State;
using BatchJobs.StateMachine;

namespace BatchJobs.Diagnostics;

/// <summary>The latest notices of a Job, told as events or as decisions when somebody asks.</summary>
/// <remarks>Used under the lock of its loop.</remarks>
internal sealed class JobJournal(string job, Guid jobUid, int limit)
{
    private readonly BoundedJournal<JobNotice> entries = new(limit);

    public void Add(List<JobNotice> notices, DateTimeOffset now) => entries.Add(notices, now);

    /// <summary>In Kubernetes' words; equal events are merged.</summary>
    public IReadOnlyList<JobEventEntry> Events() => EventMerger.Merge(entries.Select(entry => (entry.Time, EventText.Of(entry.Notice, PodName(entry.Notice)))));

    public IReadOnlyList<JobDecision> Decisions() => [.. entries.Select(entry => DecisionText.Of(entry.Time, entry.Notice, PodName(entry.Notice)))];

    private string? PodName(JobNotice notice) =>
        notice.Ordinal is { } ordinal ? PodNaming.Name(job, jobUid, notice.Index, ordinal) : null;
}

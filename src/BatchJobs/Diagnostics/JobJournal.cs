using BatchJobs.Client;
using BatchJobs.State;
using BatchJobs.StateMachine;

namespace BatchJobs.Diagnostics;

/// <summary>The latest notices of a Job, told as events or as decisions when somebody asks.</summary>
/// <remarks>Used under the lock of its loop.</remarks>
internal sealed class JobJournal(string job, Guid jobUid, int limit)
{
    private readonly Queue<(DateTimeOffset Time, JobNotice Notice)> entries = new();

    public void Add(List<JobNotice> notices, DateTimeOffset now)
    {
        foreach (JobNotice notice in notices)
        {
            if (entries.Count >= limit && !entries.TryDequeue(out _))
            {
                return;
            }

            entries.Enqueue((now, notice));
        }
    }

    /// <summary>In Kubernetes' words; equal events are merged.</summary>
    public IReadOnlyList<JobEventEntry> Events()
    {
        var merged = new OrderedDictionary<(string, string), JobEventEntry>();
        foreach ((DateTimeOffset time, JobNotice notice) in entries)
        {
            if (EventText.Of(notice, PodName(notice)) is { } text)
            {
                merged[(text.Reason, text.Message)] = merged.TryGetValue((text.Reason, text.Message), out JobEventEntry? earlier)
                    ? earlier with { LastTime = time, Count = earlier.Count + 1 }
                    : new JobEventEntry(text.Type, text.Reason, text.Message, time, time, 1);
            }
        }

        return [.. merged.Values];
    }

    public IReadOnlyList<JobDecision> Decisions() => [.. entries.Select(entry => DecisionText.Of(entry.Time, entry.Notice, PodName(entry.Notice)))];

    private string? PodName(JobNotice notice) =>
        notice.Ordinal is { } ordinal ? PodNaming.Name(job, jobUid, notice.Index, ordinal) : null;
}

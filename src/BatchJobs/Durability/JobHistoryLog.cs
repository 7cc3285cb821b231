using System.Runtime.InteropServices;
using BatchJobs.Execution;
using BatchJobs.Persistence;
using BatchJobs.Runtime;
using BatchJobs.State;
using BatchJobs.StateMachine;
using BatchJobs.Storage;

namespace BatchJobs.Durability;

/// <summary>What has happened to a Job, as it is saved step by step: notices, pods that have ended, results.</summary>
internal sealed class JobHistoryLog
{
    private readonly LoopServices services;
    private readonly JobView view;
    private readonly RecordLog journal;
    private readonly RecordLog attempts;
    private readonly ResultLog? results;
    private readonly HistoryPace pace = new();

    /// <summary>Notices whose turn to be saved has not come.</summary>
    private Queue<(DateTimeOffset Time, JobNotice Notice)>? late;
    private long savedPods;

    /// <summary>Goes on from somewhere: the beginning, if that is the default value.</summary>
    public JobHistoryLog(LoopServices services, JobView view, JobState state, HistoryMark after)
    {
        this.services = services;
        this.view = view;
        journal = new RecordLog(StoredRecordKind.Journal, services.Options.EventHistory, after.Records);
        attempts = new RecordLog(StoredRecordKind.Attempts, services.Options.FinishedPodHistory, after.Records);
        results = services.Executor is IPodResultSource source ? new ResultLog(services, state, source, after.Records) : null;
        savedPods = after.Pods;
    }

    /// <summary>Goes on with what was found in the store.</summary>
    public JobHistoryLog(LoopServices services, JobView view, JobState state, KeptJob kept)
        : this(services, view, state, new HistoryMark(0, view.EndedPods))
    {
        kept.Journal.Continue(journal);
        kept.Attempts.Continue(attempts);
        results?.Continue(kept.Results);
    }

    /// <summary>Up to where it has been written.</summary>
    public HistoryMark Mark => new(Math.Max(Math.Max(journal.Sequence, attempts.Sequence), results?.Sequence ?? 0), savedPods);

    /// <summary>Writes what a step adds, as far as it is due, but for the pods that have ended: those are gathered.</summary>
    public void Write(SaveBuffers save, List<JobNotice> notices, DateTimeOffset now)
    {
        results?.Write(notices, save);
        if (pace.IsDue(notices, now))
        {
            WriteJournal(save, notices, now);
            savedPods = view.AddEndedSince(savedPods, save.Ended);
        }
        else
        {
            Delay(notices, now);
        }
    }

    /// <summary>Writes the pods that were gathered.</summary>
    public void WriteAttempts(SaveBuffers save)
    {
        ReadOnlySpan<EndedPod> ended = CollectionsMarshal.AsSpan(save.Ended);
        for (int i = attempts.Begin(save.Attempts, ended.Length); i < ended.Length; i++)
        {
            EndedPodCodec.Write(save.Attempts, in ended[i]);
        }

        attempts.End(save.Attempts, save);
    }

    private void Delay(List<JobNotice> notices, DateTimeOffset now)
    {
        late ??= new();
        foreach (JobNotice notice in notices)
        {
            late.Enqueue((now, notice));
        }

        while (late.Count > services.Options.EventHistory)
        {
            late.Dequeue();
        }
    }

    private void WriteJournal(SaveBuffers save, List<JobNotice> notices, DateTimeOffset now)
    {
        int skipped = journal.Begin(save.Journal, (late?.Count ?? 0) + notices.Count);
        for (; late?.Count > 0; skipped--)
        {
            (DateTimeOffset time, JobNotice notice) = late.Dequeue();
            if (skipped <= 0)
            {
                NoticeCodec.Write(save.Journal, time, notice);
            }
        }

        foreach (ref readonly JobNotice notice in CollectionsMarshal.AsSpan(notices)[Math.Max(0, skipped)..])
        {
            NoticeCodec.Write(save.Journal, now, notice);
        }

        journal.End(save.Journal, save);
    }
}

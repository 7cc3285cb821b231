using System.Runtime.InteropServices;
using BatchJobs.Commands;
using BatchJobs.Execution;
using BatchJobs.Persistence;
using BatchJobs.Runtime;
using BatchJobs.State;
using BatchJobs.StateMachine;
using BatchJobs.Storage;

namespace BatchJobs.Durability;

/// <summary>Saves one Job: its object when it has changed, its state, and what a step adds to its history.</summary>
internal sealed class JobSaver : StateSaver
{
    private readonly LoopServices services;
    private readonly JobView view;
    private readonly JobState state;
    private readonly RecordLog journal;
    private readonly RecordLog attempts;
    private readonly ResultLog? results;
    private readonly HistoryPace pace = new();

    /// <summary>Notices whose turn to be saved has not come.</summary>
    private Queue<(DateTimeOffset Time, JobNotice Notice)>? late;
    private int savedRevision = -1;
    private long savedPods;

    public JobSaver(LoopServices services, GroupCommit commits, JobView view, JobState state, KeptJob? kept)
        : base(services, commits, StoredKind.Job, state.Key, state.Uid, kept?.Stored.Version ?? 0)
    {
        this.services = services;
        this.view = view;
        this.state = state;
        journal = new RecordLog(StoredRecordKind.Journal, services.Options.EventHistory);
        attempts = new RecordLog(StoredRecordKind.Attempts, services.Options.FinishedPodHistory);
        results = services.Executor is IPodResultSource source ? new ResultLog(services, state, source) : null;
        if (kept is not null)
        {
            savedRevision = view.Revision;
            kept.Journal.Continue(journal);
            kept.Attempts.Continue(attempts);
            results?.Continue(kept.Results);
            savedPods = view.EndedPods;
        }
    }

    /// <summary>Saves the Job as a step left it.</summary>
    public ValueTask SaveAsync(JobTransition transition, DateTimeOffset now)
    {
        if (transition.Commands is [{ Kind: JobCommandKind.RemoveJob }])
        {
            // Its removal, which nothing comes before, takes away all that would be saved.
            return ValueTask.CompletedTask;
        }

        SaveBuffers save = SaveBuffers.Rent();
        JobStateCodec.Write(save.State, state);
        results?.Write(transition.Notices, save);
        if (!pace.IsDue(transition.Notices, now))
        {
            Delay(transition.Notices, now);
            return SaveAsync(save);
        }

        WriteJournal(save, transition.Notices, now);
        savedPods = view.AddEndedSince(savedPods, save.Ended);
        if (LogTails.AreWanted(services, save.Ended))
        {
            return SaveWithLogsAsync(save);
        }

        WriteAttempts(save);
        return SaveAsync(save);
    }

    private async ValueTask SaveWithLogsAsync(SaveBuffers save)
    {
        await LogTails.AddAsync(services, state.Uid, save.Ended).ConfigureAwait(false);
        view.KeepLogs(save.Ended);
        WriteAttempts(save);
        await SaveAsync(save).ConfigureAwait(false);
    }

    private ValueTask SaveAsync(SaveBuffers save)
    {
        if (view.Revision == savedRevision)
        {
            return SaveAsync(save, view.Version, state.IsFinished, manifest: null, labels: null);
        }

        savedRevision = view.Revision;
        view.WriteManifest(save.Manifest);
        return SaveAsync(save, view.Version, state.IsFinished, save.Manifest.WrittenMemory, view.Labels);
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

    private void WriteAttempts(SaveBuffers save)
    {
        ReadOnlySpan<EndedPod> ended = CollectionsMarshal.AsSpan(save.Ended);
        for (int i = attempts.Begin(save.Attempts, ended.Length); i < ended.Length; i++)
        {
            EndedPodCodec.Write(save.Attempts, in ended[i]);
        }

        attempts.End(save.Attempts, save);
    }
}

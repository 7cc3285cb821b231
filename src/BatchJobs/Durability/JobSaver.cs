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
    private readonly JobView view;
    private readonly JobState state;
    private readonly RecordLog journal;
    private readonly RecordLog attempts;
    private readonly ResultLog? results;
    private readonly LogTails tails;
    private readonly HistoryPace pace = new();
    private readonly Queue<(DateTimeOffset Time, JobNotice Notice)> waiting = [];
    private readonly int eventHistory;
    private int savedRevision = -1;
    private long savedPods;

    public JobSaver(LoopServices services, GroupCommit commits, JobView view, JobState state, KeptJob? kept)
        : base(services, commits, StoredKind.Job, state.Key, state.Uid, kept?.Stored.Version ?? 0)
    {
        this.view = view;
        this.state = state;
        journal = new RecordLog(StoredRecordKind.Journal, services.Options.EventHistory);
        attempts = new RecordLog(StoredRecordKind.Attempts, services.Options.FinishedPodHistory);
        results = services.Executor is IPodResultSource source ? new ResultLog(services, state, source) : null;
        tails = new LogTails(services, state.Uid);
        eventHistory = services.Options.EventHistory;
        if (kept is not null)
        {
            savedRevision = view.Revision;
            kept.Journal.Continue(journal);
            kept.Attempts.Continue(attempts);
            results?.Continue(kept.Results);
        }

        savedPods = view.EndedPods;
    }

    /// <summary>Saves the Job as a step left it.</summary>
    public async ValueTask SaveAsync(JobTransition transition, DateTimeOffset now)
    {
        JobStateCodec.Write(State, state);
        Gather();
        if (results?.Write(transition.Notices) is { } written)
        {
            Gather(written);
        }

        foreach (JobNotice notice in transition.Notices)
        {
            waiting.Enqueue((now, notice));
        }

        while (waiting.Count > eventHistory)
        {
            waiting.Dequeue();
        }

        if (pace.IsDue(transition.Notices, now))
        {
            WriteJournal();
            await WriteAttemptsAsync().ConfigureAwait(false);
        }

        StoreChange change = Change() with { Finished = state.IsFinished, ResourceVersion = view.Version };
        if (view.Revision != savedRevision)
        {
            savedRevision = view.Revision;
            change = change with { Manifest = StoredManifest.Write(view.Stored), Labels = view.Stored.Metadata.Labels ?? StoredObject.NoLabels };
        }

        await SaveAsync(change).ConfigureAwait(false);
    }

    private void WriteJournal()
    {
        journal.Begin(waiting.Count);
        foreach ((DateTimeOffset time, JobNotice notice) in waiting)
        {
            NoticeCodec.Write(journal.Writer, time, notice);
        }

        Gather(journal);
        waiting.Clear();
    }

    private async ValueTask WriteAttemptsAsync()
    {
        List<EndedPod> ended = view.EndedSince(savedPods);
        savedPods = view.EndedPods;
        if (ended.Count == 0)
        {
            return;
        }

        view.KeepLogs(await tails.TakeAsync(ended).ConfigureAwait(false));
        for (int i = attempts.Begin(ended.Count); i < ended.Count; i++)
        {
            EndedPodCodec.Write(attempts.Writer, ended[i]);
        }

        Gather(attempts);
    }
}

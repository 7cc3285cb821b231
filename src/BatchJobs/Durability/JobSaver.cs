using BatchJobs.Commands;
using BatchJobs.Persistence;
using BatchJobs.Primitives;
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

    /// <summary>Null when the Job has finished: nothing more comes, but it may be kept for long.</summary>
    private JobHistoryLog? history;
    private HistoryMark mark;
    private int savedRevision = -1;

    public JobSaver(LoopServices services, GroupCommit commits, JobView view, JobState state, KeptJob? kept)
        : base(services, commits, kept?.Stored.Version ?? 0)
    {
        this.view = view;
        this.state = state;
        if (kept is not null)
        {
            savedRevision = view.Revision;
            history = new JobHistoryLog(services, view, state, kept);
            LetHistoryGo();
        }
    }

    protected override StoredKind Kind => StoredKind.Job;

    protected override JobKey Key => state.Key;

    protected override Guid Uid => state.Uid;

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
        history ??= new JobHistoryLog(Services, view, state, mark);
        history.Write(save, transition.Notices, now);
        if (LogTails.AreWanted(Services, save.Ended))
        {
            return SaveWithLogsAsync(save, history);
        }

        history.WriteAttempts(save);
        return SaveAsync(save);
    }

    private async ValueTask SaveWithLogsAsync(SaveBuffers save, JobHistoryLog history)
    {
        await LogTails.AddAsync(Services, state.Uid, save.Ended).ConfigureAwait(false);
        view.KeepLogs(save.Ended);
        history.WriteAttempts(save);
        await SaveAsync(save).ConfigureAwait(false);
    }

    private ValueTask SaveAsync(SaveBuffers save)
    {
        LetHistoryGo();
        if (view.Revision == savedRevision)
        {
            return SaveAsync(save, view.Version, state.IsFinished, manifest: null, labels: null);
        }

        savedRevision = view.Revision;
        view.WriteManifest(save.Manifest);
        return SaveAsync(save, view.Version, state.IsFinished, save.Manifest.WrittenMemory, view.Labels);
    }

    private void LetHistoryGo()
    {
        if (state.IsFinished && history is not null)
        {
            mark = history.Mark;
            history = null;
        }
    }
}

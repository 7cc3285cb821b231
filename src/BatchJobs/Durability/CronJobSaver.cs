using BatchJobs.Cron;
using BatchJobs.Persistence;
using BatchJobs.Runtime;
using BatchJobs.Specs;
using BatchJobs.Storage;

namespace BatchJobs.Durability;

/// <summary>Saves one CronJob.</summary>
internal sealed class CronJobSaver : StateSaver
{
    private readonly CronJobState state;
    private readonly RecordLog journal;
    private CronJob? saved;

    public CronJobSaver(LoopServices services, GroupCommit commits, CronJobState state, KeptCronJob? kept)
        : base(services, commits, StoredKind.CronJob, state.Key, state.Uid, kept?.Stored.Version ?? 0)
    {
        this.state = state;
        journal = new RecordLog(StoredRecordKind.Journal, services.Options.EventHistory);
        saved = kept?.CronJob;
        kept?.Journal.Continue(journal);
    }

    /// <summary>Saves the CronJob as a step left it.</summary>
    public ValueTask SaveAsync(CronJob cronJob, List<CronJobNotice> notices, DateTimeOffset now)
    {
        CronJobStateCodec.Write(State, state);
        Gather();
        for (int i = journal.Begin(notices.Count); i < notices.Count; i++)
        {
            NoticeCodec.Write(journal.Writer, now, notices[i]);
        }

        Gather(journal);
        StoreChange change = Change() with { ResourceVersion = Number(cronJob.Metadata.ResourceVersion) };

        // A status alone changes nothing of the object but its resource version.
        if (saved is null || !ReferenceEquals(saved.Spec, cronJob.Spec))
        {
            change = change with { Manifest = StoredManifest.Write(cronJob), Labels = cronJob.Metadata.Labels ?? StoredObject.NoLabels };
        }

        saved = cronJob;
        return SaveAsync(change);
    }
}

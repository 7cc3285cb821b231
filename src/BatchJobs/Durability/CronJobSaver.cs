using System.Globalization;
using BatchJobs.Cron;
using BatchJobs.Persistence;
using BatchJobs.Primitives;
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
        : base(services, commits, kept?.Stored.Version ?? 0)
    {
        this.state = state;
        journal = new RecordLog(StoredRecordKind.Journal, services.Options.EventHistory);
        saved = kept?.CronJob;
        kept?.Journal.Continue(journal);
    }

    protected override StoredKind Kind => StoredKind.CronJob;

    protected override JobKey Key => state.Key;

    protected override Guid Uid => state.Uid;

    /// <summary>Saves the CronJob as a step left it.</summary>
    public ValueTask SaveAsync(CronJob cronJob, List<CronJobNotice> notices, DateTimeOffset now)
    {
        SaveBuffers save = SaveBuffers.Rent();
        CronJobStateCodec.Write(save.State, state);
        for (int i = journal.Begin(save.Journal, notices.Count); i < notices.Count; i++)
        {
            NoticeCodec.Write(save.Journal, now, notices[i]);
        }

        journal.End(save.Journal, save);

        // A status alone changes nothing of the object but its resource version.
        bool changed = saved is null || !ReferenceEquals(saved.Spec, cronJob.Spec);
        saved = cronJob;
        return SaveAsync(save, Number(cronJob.Metadata.ResourceVersion), finished: false, changed ? StoredManifest.Write(cronJob) : (ReadOnlyMemory<byte>?)null, cronJob.Metadata.Labels);
    }

    private static long Number(string? resourceVersion) =>
        long.TryParse(resourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
}

using BatchJobs.Client;
using BatchJobs.Cron;
using BatchJobs.Diagnostics;
using BatchJobs.Durability;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Storage;

namespace BatchJobs.Offline;

/// <content>CronJobs.</content>
public sealed partial class StoreJobClient
{
    /// <inheritdoc />
    public async Task<CronJob> GetCronJobAsync(JobKey key, CancellationToken cancellationToken = default) =>
        Snapshot(await FindCronJobAsync(key, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public async Task<IReadOnlyList<CronJob>> ListCronJobsAsync(string? namespaceName = null, CancellationToken cancellationToken = default)
    {
        List<CronJob> cronJobs = [];
        await foreach (StoredObject stored in store.ListAllAsync(new StoreQuery { Kind = StoredKind.CronJob, Namespace = namespaceName }, cancellationToken).ConfigureAwait(false))
        {
            cronJobs.Add(Snapshot(await loader.LoadCronJobAsync(stored, cancellationToken).ConfigureAwait(false)));
        }

        return cronJobs;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<JobEventEntry>> ListCronJobEventsAsync(JobKey key, CancellationToken cancellationToken = default) =>
        new CronJobJournal(int.MaxValue, (await FindCronJobAsync(key, cancellationToken).ConfigureAwait(false)).Journal.Entries).Events();

    private async ValueTask<KeptCronJob> FindCronJobAsync(JobKey key, CancellationToken cancellationToken) =>
        await store.FindAsync(StoredKind.CronJob, key, cancellationToken).ConfigureAwait(false) is { } stored
            ? await loader.LoadCronJobAsync(stored, cancellationToken).ConfigureAwait(false)
            : throw new JobNotFoundException(key, "cronjobs");

    private static CronJob Snapshot(KeptCronJob kept) => kept.CronJob with
    {
        Metadata = kept.State.Deletion is { } deletion
            ? kept.CronJob.Metadata with { DeletionTimestamp = deletion.At, DeletionGracePeriodSeconds = 0 }
            : kept.CronJob.Metadata,
        Status = CronJobStatusProjection.Of(kept.State),
    };
}

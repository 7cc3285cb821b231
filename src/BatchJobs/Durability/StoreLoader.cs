using BatchJobs.Cron;
using BatchJobs.Execution;
using BatchJobs.Persistence;
using BatchJobs.Resolution;
using BatchJobs.Specs;
using BatchJobs.Storage;

namespace BatchJobs.Durability;

/// <summary>Reads what a store keeps back into what the engine works with, or says which object can't be read.</summary>
/// <param name="store">The store.</param>
/// <param name="zone">The zone of schedules that name none.</param>
internal sealed class StoreLoader(IJobStoreReader store, TimeZoneInfo zone)
{
    public IAsyncEnumerable<StoredObject> ListAsync(StoredKind kind, CancellationToken cancellationToken) =>
        store.ListAllAsync(new StoreQuery { Kind = kind }, cancellationToken);

    public ValueTask<KeptJob> LoadJobAsync(StoredObject stored, bool withResults, CancellationToken cancellationToken) => ReadAsync(stored, async () =>
    {
        KeptJob bare = ReadBare(stored);
        return new KeptJob(
            stored,
            bare.Job,
            bare.State,
            await StoredEntries<(DateTimeOffset, StateMachine.JobNotice)>.LoadAsync(store, stored.Uid, StoredRecordKind.Journal, NoticeCodec.ReadJobNotice, cancellationToken).ConfigureAwait(false),
            await StoredEntries<EndedPod>.LoadAsync(store, stored.Uid, StoredRecordKind.Attempts, EndedPodCodec.Read, cancellationToken).ConfigureAwait(false),
            withResults
                ? await StoredEntries<PodResult>.LoadAsync(store, stored.Uid, StoredRecordKind.Results, PodResultCodec.Read, cancellationToken).ConfigureAwait(false)
                : StoredEntries<PodResult>.None);
    });

    /// <summary>The Job without its history.</summary>
    public static ValueTask<KeptJob> LoadBareJobAsync(StoredObject stored) => ReadAsync(stored, () => ValueTask.FromResult(ReadBare(stored)));

    public ValueTask<KeptCronJob> LoadCronJobAsync(StoredObject stored, CancellationToken cancellationToken) => ReadAsync(stored, async () =>
    {
        (CronJob cronJob, CronJobState state) = ReadObject(stored, () =>
        {
            CronJob read = StoredManifest.ReadCronJob(stored);
            return (read, CronJobStateCodec.Read(stored.State.Span, stored.Key, stored.Uid, ResolvedCronJobSpec.Of(read, zone)));
        });
        return new KeptCronJob(
            stored,
            cronJob,
            state,
            await StoredEntries<(DateTimeOffset, CronJobNotice)>.LoadAsync(store, stored.Uid, StoredRecordKind.Journal, NoticeCodec.ReadCronJobNotice, cancellationToken).ConfigureAwait(false));
    });

    private static KeptJob ReadBare(StoredObject stored) => ReadObject(stored, () =>
    {
        Job job = StoredManifest.ReadJob(stored);
        return new KeptJob(
            stored,
            job,
            JobStateCodec.Read(stored.State.Span, stored.Key, stored.Uid, JobSpecResolver.Resolve(job)),
            StoredEntries<(DateTimeOffset, StateMachine.JobNotice)>.None,
            StoredEntries<EndedPod>.None,
            StoredEntries<PodResult>.None);
    });

    private static T ReadObject<T>(StoredObject stored, Func<T> read)
    {
        try
        {
            return read();
        }
#pragma warning disable CA1031 // an object that is not what was written can end in any error
        catch (Exception error) when (error is not StateFormatException)
#pragma warning restore CA1031
        {
            throw new JobStoreException(JobStoreProblem.Corrupt, $"{stored.Kind} {stored.Key} can't be read from the store: its object is damaged.", error);
        }
    }

    private static async ValueTask<T> ReadAsync<T>(StoredObject stored, Func<ValueTask<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (StateFormatException error)
        {
            throw new JobStoreException(
                error.IsNewer ? JobStoreProblem.NewerSchema : JobStoreProblem.Corrupt,
                $"{stored.Kind} {stored.Key} can't be read from the store: {error.Message}",
                error);
        }
    }
}

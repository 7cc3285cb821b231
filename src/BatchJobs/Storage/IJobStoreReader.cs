using BatchJobs.Primitives;

namespace BatchJobs.Storage;

/// <summary>Reads what a store keeps of Jobs and CronJobs, also while an engine of another process writes it.</summary>
/// <remarks>Safe for use by many threads.</remarks>
public interface IJobStoreReader : IAsyncDisposable
{
    /// <summary>Lists objects of a kind, ordered by namespace and name (ordinal), a page at a time.</summary>
    /// <param name="query">Which objects.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>One page.</returns>
    /// <exception cref="JobStoreException">The store can't be read.</exception>
    ValueTask<StorePage> ListAsync(StoreQuery query, CancellationToken cancellationToken = default);

    /// <summary>Finds an object by its name.</summary>
    /// <param name="kind">Whether it is a Job or a CronJob.</param>
    /// <param name="key">Its name.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The object; null if there is none.</returns>
    /// <exception cref="JobStoreException">The store can't be read.</exception>
    ValueTask<StoredObject?> FindAsync(StoredKind kind, JobKey key, CancellationToken cancellationToken = default);

    /// <summary>Lists what was appended to an object, oldest first.</summary>
    /// <param name="uid">The object.</param>
    /// <param name="kind">Which records.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The records that were not dropped; none if there is no such object.</returns>
    /// <exception cref="JobStoreException">The store can't be read.</exception>
    ValueTask<IReadOnlyList<StoredRecord>> ListRecordsAsync(Guid uid, StoredRecordKind kind, CancellationToken cancellationToken = default);
}

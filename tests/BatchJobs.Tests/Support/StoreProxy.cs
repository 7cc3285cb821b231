using BatchJobs.Primitives;
using BatchJobs.Storage;

namespace BatchJobs.Tests.Support;

/// <summary>A store that passes everything on, for others to override what they want to see or spoil.</summary>
internal class StoreProxy(IJobStore inner) : IJobStore
{
    public virtual ValueTask OpenAsync(CancellationToken cancellationToken = default) => inner.OpenAsync(cancellationToken);

    public virtual ValueTask CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken = default) => inner.CommitAsync(changes, cancellationToken);

    public virtual ValueTask<StorePage> ListAsync(StoreQuery query, CancellationToken cancellationToken = default) => inner.ListAsync(query, cancellationToken);

    public virtual ValueTask<StoredObject?> FindAsync(StoredKind kind, JobKey key, CancellationToken cancellationToken = default) => inner.FindAsync(kind, key, cancellationToken);

    public virtual ValueTask<IReadOnlyList<StoredRecord>> ListRecordsAsync(Guid uid, StoredRecordKind kind, CancellationToken cancellationToken = default) =>
        inner.ListRecordsAsync(uid, kind, cancellationToken);

    public virtual ValueTask DisposeAsync() => inner.DisposeAsync();
}

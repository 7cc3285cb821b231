using BatchJobs.Primitives;
using BatchJobs.Watching;

namespace BatchJobs.Storage;

/// <summary>Keeps Jobs as long as this object lives: for tests of what happens after a restart.</summary>
/// <remarks>An engine without a store keeps nothing and costs less. Another engine can open the store once the one before has closed it.</remarks>
public sealed class InMemoryJobStore : IJobStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Entry> objects = [];
    private bool open;

    /// <inheritdoc />
    public ValueTask OpenAsync(CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            if (open)
            {
                throw new JobStoreException(JobStoreProblem.InUse, "Another engine of this process has the store open.");
            }

            open = true;
            return ValueTask.CompletedTask;
        }
    }

    /// <inheritdoc />
    public ValueTask CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(!open, this);
            foreach (StoreChange change in changes)
            {
                Expect(change);
            }

            foreach (StoreChange change in changes)
            {
                Make(change);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<StorePage> ListAsync(StoreQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (gate)
        {
            (List<StoredObject> page, bool more) = objects.Values
                .Select(entry => entry.Object)
                .Where(query.Matches)
                .Where(candidate => query.After is not { } start || Order(candidate.Key, start) > 0)
                .OrderBy(candidate => candidate.Key.Namespace, StringComparer.Ordinal)
                .ThenBy(candidate => candidate.Key.Name, StringComparer.Ordinal)
                .TakePage(query.Limit);
            return new(new StorePage(page, more));
        }
    }

    /// <inheritdoc />
    public ValueTask<StoredObject?> FindAsync(StoredKind kind, JobKey key, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            return new(Find(kind, key)?.Object);
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<StoredRecord>> ListRecordsAsync(Guid uid, StoredRecordKind kind, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            return new(objects.TryGetValue(uid, out Entry? entry) ? [.. entry.Records.Where(record => record.Kind == kind)] : []);
        }
    }

    /// <summary>Lets another engine open the store; what it keeps stays.</summary>
    /// <returns>A task that has ended.</returns>
    public ValueTask DisposeAsync()
    {
        lock (gate)
        {
            open = false;
            return ValueTask.CompletedTask;
        }
    }

    private void Expect(StoreChange change)
    {
        long found = objects.TryGetValue(change.Uid, out Entry? entry) ? entry.Object.Version : 0;
        if (found != change.ExpectedVersion || (found == 0 && Find(change.Kind, change.Key) is not null))
        {
            throw new JobStoreException(JobStoreProblem.Conflict, $"{change.Kind} {change.Key} has version {found}, not {change.ExpectedVersion}.");
        }
    }

    private void Make(StoreChange change)
    {
        if (change.Removes)
        {
            objects.Remove(change.Uid);
            return;
        }

        objects.TryGetValue(change.Uid, out Entry? before);
        List<StoredRecord> records = before?.Records ?? [];
        foreach (StoredRecordBound bound in change.Drop)
        {
            records.RemoveAll(record => record.Kind == bound.Kind && record.Sequence < bound.Before);
        }

        records.AddRange(change.Append.Select(record => record with { Data = record.Data.ToArray() }));
        var kept = new StoredObject
        {
            Kind = change.Kind,
            Key = change.Key,
            Uid = change.Uid,
            Version = change.ExpectedVersion + 1,
            ResourceVersion = change.ResourceVersion,
            Finished = change.Finished,
            Labels = change.Manifest is null ? before?.Object.Labels ?? change.Labels : change.Labels,
            Manifest = change.Manifest?.ToArray() ?? before?.Object.Manifest ?? default,
            State = change.State.ToArray(),
        };
        objects[change.Uid] = new Entry(kept, records);
    }

    private Entry? Find(StoredKind kind, JobKey key) => objects.Values.FirstOrDefault(entry => entry.Object.Kind == kind && entry.Object.Key == key);

    private static int Order(JobKey one, JobKey other)
    {
        int order = string.CompareOrdinal(one.Namespace, other.Namespace);
        return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
    }

    private sealed record Entry(StoredObject Object, List<StoredRecord> Records);
}

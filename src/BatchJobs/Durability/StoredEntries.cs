using BatchJobs.Persistence;
using BatchJobs.Storage;

namespace BatchJobs.Durability;

/// <summary>How an entry of a record is read.</summary>
internal delegate T EntryReader<out T>(ref StateReader reader);

/// <summary>The entries of the records of one kind, oldest first.</summary>
/// <typeparam name="T">An entry.</typeparam>
internal sealed class StoredEntries<T>
{
    private readonly List<(StoredRecord Record, int Count)> records = [];

    public static StoredEntries<T> None { get; } = new();

    public List<T> Entries { get; } = [];

    public static async ValueTask<StoredEntries<T>> LoadAsync(IJobStoreReader store, Guid uid, StoredRecordKind kind, EntryReader<T> read, CancellationToken cancellationToken)
    {
        var entries = new StoredEntries<T>();
        foreach (StoredRecord record in await store.ListRecordsAsync(uid, kind, cancellationToken).ConfigureAwait(false))
        {
            entries.Add(record, read);
        }

        return entries;
    }

    /// <summary>Lets a log go on where these end.</summary>
    public void Continue(RecordLog log)
    {
        foreach ((StoredRecord record, int count) in records)
        {
            log.Continue(record, count);
        }
    }

    private void Add(StoredRecord record, EntryReader<T> read)
    {
        var reader = new StateReader(record.Data.Span);
        StateFormat.Begin(ref reader);
        int count = reader.Count();
        for (int i = 0; i < count; i++)
        {
            Entries.Add(read(ref reader));
        }

        StateFormat.End(ref reader);
        records.Add((record with { Data = default }, count));
    }
}

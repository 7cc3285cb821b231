using System.Text;
using BatchJobs.Primitives;
using BatchJobs.Storage;
using Xunit;

namespace BatchJobs.Testing.Xunit.Stores;

/// <summary>What a store should hold, in dictionaries.</summary>
internal sealed class StoreModel
{
    private Dictionary<Guid, (StoreChange Change, List<StoredRecord> Records)> objects = [];
    private long sequence;

    /// <summary>Some random changes of different objects, a few of them impossible.</summary>
    public IEnumerable<StoreChange> Propose(Random random)
    {
        HashSet<Guid> touched = [];
        HashSet<JobKey> named = [];
        for (int left = random.Next(1, 5); left > 0; left--)
        {
            StoreChange change = objects.Count > 0 && random.Next(3) > 0 ? Change(random, objects.Values.ElementAt(random.Next(objects.Count)).Change) : Create(random);
            if (touched.Add(change.Uid) && named.Add(change.Key))
            {
                yield return change;
            }
        }
    }

    public bool TryMake(IEnumerable<StoreChange> batch)
    {
        var after = objects.ToDictionary(entry => entry.Key, entry => (entry.Value.Change, Records: entry.Value.Records.ToList()));
        foreach (StoreChange change in batch)
        {
            long version = after.TryGetValue(change.Uid, out var before) ? before.Change.ExpectedVersion + 1 : 0;
            if (version != change.ExpectedVersion || (version == 0 && after.Values.Any(other => other.Change.Key == change.Key)))
            {
                return false;
            }

            if (change.Removes)
            {
                after.Remove(change.Uid);
                continue;
            }

            List<StoredRecord> records = before.Records ?? [];
            records.RemoveAll(record => change.Drop.Any(bound => bound.Kind == record.Kind && record.Sequence < bound.Before));
            records.AddRange(change.Append);
            after[change.Uid] = (change with { Manifest = change.Manifest ?? before.Change.Manifest }, records);
        }

        objects = after;
        return true;
    }

    public async Task CompareAsync(IJobStore store, CancellationToken cancellationToken)
    {
        StorePage page = await store.ListAsync(new StoreQuery { Kind = StoredKind.Job }, cancellationToken);
        Assert.Equal(
            objects.Values.OrderBy(entry => entry.Change.Key.Name, StringComparer.Ordinal).Select(entry => Text(entry.Change)),
            page.Items.Select(item => $"{item.Key} {item.Uid} {item.Version} {item.Finished} {Text(item.Manifest)} {Text(item.State)}"));
        foreach ((Guid uid, var entry) in objects)
        {
            Assert.Equal(entry.Records.Select(Text), (await store.ListRecordsAsync(uid, StoredRecordKind.Journal, cancellationToken)).Select(Text));
        }
    }

    private StoreChange Create(Random random) => new()
    {
        Kind = StoredKind.Job,
        Key = new JobKey($"job-{random.Next(12)}"),
        Uid = Uid(random),
        ExpectedVersion = 0,
        Manifest = Bytes($"manifest {random.Next()}"),
        State = Bytes($"state {random.Next()}"),
        Append = Records(random),
    };

    private StoreChange Change(Random random, StoreChange before) => before with
    {
        ExpectedVersion = before.ExpectedVersion + (random.Next(10) == 0 ? 0 : 1),
        Removes = random.Next(5) == 0,
        Finished = random.Next(2) == 0,
        Manifest = random.Next(3) == 0 ? Bytes($"manifest {random.Next()}") : null,
        State = Bytes($"state {random.Next()}"),
        Append = Records(random),
        Drop = random.Next(2) == 0 ? [new StoredRecordBound(StoredRecordKind.Journal, sequence - random.Next(20))] : [],
    };

    private StoredRecord[] Records(Random random) =>
        [.. Enumerable.Range(0, random.Next(3)).Select(_ => new StoredRecord(StoredRecordKind.Journal, ++sequence, Bytes($"{random.Next()}")))];

    private static Guid Uid(Random random)
    {
        byte[] bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private static string Text(StoreChange change) =>
        $"{change.Key} {change.Uid} {change.ExpectedVersion + 1} {change.Finished} {Text(change.Manifest!.Value)} {Text(change.State)}";

    private static string Text(StoredRecord record) => $"{record.Sequence} {Text(record.Data)}";

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

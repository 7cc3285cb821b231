using BatchJobs.Persistence;
using BatchJobs.Storage;

namespace BatchJobs.Durability;

/// <summary>Records of one kind as an object goes on: each holds the entries of one step, and the oldest give way.</summary>
/// <param name="kind">Which kind.</param>
/// <param name="limit">How many entries are kept; null for all.</param>
/// <param name="last">The number of the last record there is, if those that are there are not counted.</param>
internal sealed class RecordLog(StoredRecordKind kind, int? limit, long last = 0)
{
    /// <summary>How many entries each of the kept records holds but for the oldest; their numbers follow one another.</summary>
    private Queue<int>? later;
    private int oldest;
    private int entries;
    private int begun;

    /// <summary>The number of the last record.</summary>
    public long Sequence { get; private set; } = last;

    /// <summary>Begins a record.</summary>
    /// <param name="writer">Where the entries go.</param>
    /// <param name="count">How many entries there are.</param>
    /// <returns>How many of them to leave out, since only the latest are kept.</returns>
    public int Begin(StateWriter writer, int count)
    {
        begun = Math.Min(count, limit ?? count);
        StateFormat.Begin(writer);
        writer.Count(begun);
        return count - begun;
    }

    /// <summary>Ends the record that was begun.</summary>
    public void End(StateWriter writer, SaveBuffers save)
    {
        if (begun == 0)
        {
            return;
        }

        save.Append.Add(new StoredRecord(kind, ++Sequence, writer.Written));
        if (Keep(begun))
        {
            save.Drop.Add(new StoredRecordBound(kind, Sequence - later!.Count));
        }
    }

    /// <summary>Goes on after a record that was loaded.</summary>
    public void Continue(StoredRecord record, int count)
    {
        Sequence = record.Sequence;
        Keep(count);
    }

    /// <returns>Whether the oldest give way.</returns>
    private bool Keep(int count)
    {
        if (limit is null)
        {
            return false;
        }

        if (entries == 0)
        {
            oldest = count;
        }
        else
        {
            (later ??= new()).Enqueue(count);
        }

        entries += count;
        bool dropped = false;
        while (later?.Count > 0 && entries - oldest >= limit)
        {
            entries -= oldest;
            oldest = later.Dequeue();
            dropped = true;
        }

        return dropped;
    }
}

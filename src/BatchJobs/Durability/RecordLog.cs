using BatchJobs.Persistence;
using BatchJobs.Storage;

namespace BatchJobs.Durability;

/// <summary>Records of one kind as an object goes on: each holds the entries of one step, and the oldest give way.</summary>
/// <param name="kind">Which kind.</param>
/// <param name="limit">How many entries are kept; null for all.</param>
internal sealed class RecordLog(StoredRecordKind kind, int? limit)
{
    private readonly Queue<(long Sequence, int Entries)> kept = new();
    private long sequence;
    private int entries;
    private int begun;

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

        save.Append.Add(new StoredRecord(kind, ++sequence, writer.Written));
        if (Keep(sequence, begun))
        {
            save.Drop.Add(new StoredRecordBound(kind, kept.Peek().Sequence));
        }
    }

    /// <summary>Goes on after a record that was loaded.</summary>
    public void Continue(StoredRecord record, int count)
    {
        sequence = record.Sequence;
        Keep(record.Sequence, count);
    }

    private bool Keep(long number, int count)
    {
        if (limit is null)
        {
            return false;
        }

        kept.Enqueue((number, count));
        entries += count;
        bool dropped = false;
        while (kept.Count > 1 && entries - kept.Peek().Entries >= limit)
        {
            entries -= kept.Dequeue().Entries;
            dropped = true;
        }

        return dropped;
    }
}

using BatchJobs.Durability;
using BatchJobs.Storage;
using CsCheck;

namespace BatchJobs.Tests;

/// <summary>A record goes as soon as those after it hold all the entries that are kept.</summary>
public class RecordLogTests
{
    [Fact]
    public void The_oldest_records_give_way_and_never_more_than_that() => Gen.Select(Gen.Int[0, 12].Array[1, 40], Gen.Int[1, 20], Gen.Int[0, 40]).Sample((counts, limit, loaded) =>
    {
        var log = new RecordLog(StoredRecordKind.Journal, limit);
        List<(long Number, int Entries)> kept = [];
        long number = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            int entries = Math.Min(counts[i], limit);
            long? dropped = null;
            if (entries > 0)
            {
                kept.Add((++number, entries));
                while (kept.Count > 1 && kept.Skip(1).Sum(record => record.Entries) >= limit)
                {
                    kept.RemoveAt(0);
                    dropped = kept[0].Number;
                }
            }

            // Some of the records were written by an engine before this one.
            if (i < loaded)
            {
                if (entries > 0)
                {
                    log.Continue(new StoredRecord(StoredRecordKind.Journal, number, default), entries);
                }

                continue;
            }

            var save = new SaveBuffers();
            Assert.Equal(counts[i] - entries, log.Begin(save.Journal, counts[i]));
            log.End(save.Journal, save);
            Assert.Equal(entries > 0 ? [number] : [], save.Append.Select(record => record.Sequence));
            Assert.Equal(dropped is { } before ? [before] : [], save.Drop.Select(bound => bound.Before));
        }
    }, iter: 5_000);

    [Fact]
    public void A_log_that_goes_on_after_records_it_does_not_know_numbers_on_and_lets_them_go_in_time()
    {
        var log = new RecordLog(StoredRecordKind.Journal, limit: 2, last: 7);
        List<(long Number, long? Before)> done = [];
        for (int i = 0; i < 3; i++)
        {
            var save = new SaveBuffers();
            log.Begin(save.Journal, 1);
            log.End(save.Journal, save);
            done.Add((save.Append.Single().Sequence, save.Drop is [var bound] ? bound.Before : null));
        }

        Assert.Equal([(8, null), (9, null), (10, 9L)], done);
        Assert.Equal(10, log.Sequence);
    }
}

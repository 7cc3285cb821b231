using BatchJobs.Primitives;
using BatchJobs.Storage;

namespace BatchJobs.Sqlite.Tests.Crashes;

/// <summary>A SQLite store whose machine loses its power in the middle of a commit: what was being written is there in part, in no order.</summary>
/// <remarks>
/// What is simulated: between commits everything is synced, so a cut during a commit leaves the files as they were before it, with any of the
/// 512-byte sectors that it wrote. A commit first writes and syncs the log, then it may move the log into the main file and sync that; so either the log
/// is torn and the main file as before, or the log is whole and the main file torn. The log can also be short. When a log begins anew, SQLite syncs its
/// header before anything else, so a new header is never lost while later sectors are there. What is not simulated: disks that
/// acknowledge a sync and lose it, or damage sectors that were not written.
/// </remarks>
internal sealed class PowerCutStore(string path, SqliteStoreOptions options, string image, int cutAt, int seed) : IJobStore
{
    private const int Sector = 512;
    private const int LogHeader = 32;

    private readonly SqliteJobStore inner = new(path, options);
    private readonly TaskCompletionSource cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int commits;

    /// <summary>Ends when the power is gone.</summary>
    public Task Cut => cut.Task;

    public ValueTask OpenAsync(CancellationToken cancellationToken = default) => inner.OpenAsync(cancellationToken);

    public async ValueTask CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken = default)
    {
        if (commits++ < cutAt)
        {
            await inner.CommitAsync(changes, cancellationToken);
            return;
        }

        if (commits == cutAt + 1)
        {
            (byte[] file, byte[] log) = (Read(path), Read(path + "-wal"));
            await inner.CommitAsync(changes, cancellationToken);
            (byte[] newFile, byte[] newLog) = (Read(path), Read(path + "-wal"));
            var random = new Random(seed);
            bool checkpoint = !file.AsSpan().SequenceEqual(newFile) && random.Next(2) == 0;
            File.WriteAllBytes(image, checkpoint ? Torn(file, newFile, random) : file);
            File.WriteAllBytes(image + "-wal", checkpoint ? newLog : TornLog(log, newLog, random));
            cut.TrySetResult();
        }

        // Nobody hears of this commit, nor of any after it.
        await Task.Delay(Timeout.Infinite, CancellationToken.None);
    }

    public ValueTask<StorePage> ListAsync(StoreQuery query, CancellationToken cancellationToken = default) => inner.ListAsync(query, cancellationToken);

    public ValueTask<StoredObject?> FindAsync(StoredKind kind, JobKey key, CancellationToken cancellationToken = default) => inner.FindAsync(kind, key, cancellationToken);

    public ValueTask<IReadOnlyList<StoredRecord>> ListRecordsAsync(Guid uid, StoredRecordKind kind, CancellationToken cancellationToken = default) =>
        inner.ListRecordsAsync(uid, kind, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static byte[] Read(string file)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static byte[] TornLog(byte[] before, byte[] after, Random random)
    {
        byte[] torn = Torn(before, after, random);
        if (torn.Length >= LogHeader)
        {
            after.AsSpan(0, LogHeader).CopyTo(torn);
        }

        return torn;
    }

    /// <summary>What was there, with any of the sectors that are new; now and then the file has not become longer.</summary>
    private static byte[] Torn(byte[] before, byte[] after, Random random)
    {
        byte[] torn = [.. after];
        double kept = random.NextDouble();
        for (int start = 0; start < torn.Length; start += Sector)
        {
            int length = Math.Min(Sector, torn.Length - start);
            if (random.NextDouble() < kept)
            {
                continue;
            }

            torn.AsSpan(start, length).Clear();
            if (start < before.Length)
            {
                before.AsSpan(start, Math.Min(length, before.Length - start)).CopyTo(torn.AsSpan(start));
            }
        }

        return random.Next(4) == 0 && before.Length < after.Length ? torn[..random.Next(before.Length, after.Length + 1)] : torn;
    }
}

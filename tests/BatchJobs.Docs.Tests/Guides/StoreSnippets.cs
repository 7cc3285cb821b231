using System.Text.Json;
using BatchJobs.Primitives;
using BatchJobs.Storage;
using BatchJobs.Testing.Xunit.Stores;

namespace BatchJobs.Docs.Tests.Guides;

/// <summary>The store of the page on writing stores, and the contract it keeps.</summary>
public static class StoreSnippets
{
    #region store
    /// <summary>Keeps Jobs in a file with a line for each batch of changes; what the lines come to is in memory.</summary>
    public sealed class JournalJobStore(string path) : IJobStore
    {
        private readonly InMemoryJobStore table = new();
        private FileStream? file;

        public async ValueTask OpenAsync(CancellationToken cancellationToken = default)
        {
            await table.OpenAsync(cancellationToken);
            try
            {
                file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                await ReplayAsync(file, cancellationToken);
            }
            catch (IOException error)
            {
                await table.DisposeAsync();
                throw new JobStoreException(file is null ? JobStoreProblem.InUse : JobStoreProblem.Corrupt, $"{path} can't be used: {error.Message}", error);
            }
        }

        public async ValueTask CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken = default)
        {
            ObjectDisposedException.ThrowIf(file is null, this);
            long before = file.Length;
            try
            {
                file.Position = before;
                byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(changes.Select(Line.Of)), (byte)'\n'];
                await file.WriteAsync(line, CancellationToken.None);
                file.Flush(flushToDisk: true);
                await table.CommitAsync(changes, CancellationToken.None);
            }
            catch (Exception error) when (error is IOException or JobStoreException)
            {
                // All or nothing: what was written of the batch goes.
                file.SetLength(before);
                throw error as JobStoreException ?? new JobStoreException(JobStoreProblem.Unavailable, $"{path} can't be written: {error.Message}", error);
            }
        }

        public ValueTask<StorePage> ListAsync(StoreQuery query, CancellationToken cancellationToken = default) => table.ListAsync(query, cancellationToken);

        public ValueTask<StoredObject?> FindAsync(StoredKind kind, JobKey key, CancellationToken cancellationToken = default) => table.FindAsync(kind, key, cancellationToken);

        public ValueTask<IReadOnlyList<StoredRecord>> ListRecordsAsync(Guid uid, StoredRecordKind kind, CancellationToken cancellationToken = default) =>
            table.ListRecordsAsync(uid, kind, cancellationToken);

        public async ValueTask DisposeAsync()
        {
            await table.DisposeAsync();
            await (file?.DisposeAsync() ?? ValueTask.CompletedTask);
            file = null;
        }

        /// <summary>Makes the changes of all complete lines; one without an end was cut off by a crash, before anything was done for it.</summary>
        private async Task ReplayAsync(FileStream lines, CancellationToken cancellationToken)
        {
            byte[] all = new byte[lines.Length];
            await lines.ReadExactlyAsync(all, cancellationToken);
            int begin = 0;
            for (int end; (end = Array.IndexOf(all, (byte)'\n', begin)) >= 0; begin = end + 1)
            {
                Line[] batch = JsonSerializer.Deserialize<Line[]>(all.AsSpan(begin, end - begin))!;
                await table.CommitAsync([.. batch.Select(line => line.ToChange())], cancellationToken);
            }

            lines.SetLength(begin);
        }

        /// <summary>A change as it is written.</summary>
        private sealed record Line(
            StoredKind Kind,
            string Namespace,
            string Name,
            Guid Uid,
            long ExpectedVersion,
            bool Removes,
            long ResourceVersion,
            bool Finished,
            ReadOnlyMemory<byte>? Manifest,
            IReadOnlyDictionary<string, string> Labels,
            ReadOnlyMemory<byte> State,
            IReadOnlyList<StoredRecord> Append,
            IReadOnlyList<StoredRecordBound> Drop)
        {
            public static Line Of(StoreChange change) => new(
                change.Kind, change.Key.Namespace, change.Key.Name, change.Uid, change.ExpectedVersion, change.Removes, change.ResourceVersion,
                change.Finished, change.Manifest, change.Labels, change.State, change.Append, change.Drop);

            public StoreChange ToChange() => new()
            {
                Kind = Kind,
                Key = new JobKey(Namespace, Name),
                Uid = Uid,
                ExpectedVersion = ExpectedVersion,
                Removes = Removes,
                ResourceVersion = ResourceVersion,
                Finished = Finished,
                Manifest = Manifest,
                Labels = Labels,
                State = State,
                Append = Append,
                Drop = Drop,
            };
        }
    }
    #endregion

    #region store-tests
    public sealed class JournalJobStoreTests : JobStoreContract
    {
        private readonly string path = Path.GetTempFileName();

        protected override IJobStore CreateStore() => new JournalJobStore(path);

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            File.Delete(path);
        }
    }
    #endregion
}

using System.Globalization;
using BatchJobs.Primitives;
using BatchJobs.Sqlite.Files;
using BatchJobs.Sqlite.Reading;
using BatchJobs.Sqlite.Writing;
using BatchJobs.Storage;
using Microsoft.Data.Sqlite;

namespace BatchJobs.Sqlite;

/// <summary>Keeps Jobs in one SQLite file.</summary>
/// <remarks>One engine writes a file, guarded by a lock beside it (<c>FILE.lock</c>) that ends with the process; any number of processes read it meanwhile.</remarks>
public sealed class SqliteJobStore : IJobStore
{
    private readonly Lock gate = new();
    private readonly SqliteStoreOptions options;
    private WriterLock? writerLock;
    private SqliteConnection? connection;
    private ChangeWriter? writer;
    private SqliteReader? reader;

    /// <summary>Names the file; nothing is touched before <see cref="OpenAsync"/>.</summary>
    /// <param name="path">The file; made if it does not exist. Its folder has to exist.</param>
    /// <param name="options">The settings; null for the defaults.</param>
    public SqliteJobStore(string path, SqliteStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = System.IO.Path.GetFullPath(path);
        this.options = (options ?? new SqliteStoreOptions()).Validate();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens a file to read, also while an engine writes it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What reads it.</returns>
    /// <exception cref="JobStoreException">The file can't be read, or is no store.</exception>
    public static IJobStoreReader OpenReader(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = System.IO.Path.GetFullPath(path);
        return new SqliteReader(SqliteErrors.Telling(path, () => StoreFile.OpenToRead(path)), path);
    }

    /// <inheritdoc />
    public ValueTask OpenAsync(CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            if (connection is not null)
            {
                throw new InvalidOperationException("The store is open already.");
            }

            var taken = WriterLock.Take(Path, () => StoreFile.OwnerOf(Path));
            try
            {
                SqliteErrors.Telling(Path, Open);
                writerLock = taken;
                return ValueTask.CompletedTask;
            }
            catch
            {
                Close();
                taken.Dispose();
                throw;
            }
        }
    }

    /// <inheritdoc />
    public ValueTask CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(writer is null, this);
            try
            {
                writer.Write(changes);
                return ValueTask.CompletedTask;
            }
            catch (SqliteException error)
            {
                throw SqliteErrors.Tell(error, Path);
            }
        }
    }

    /// <inheritdoc />
    public ValueTask<StorePage> ListAsync(StoreQuery query, CancellationToken cancellationToken = default) => Reader.ListAsync(query, cancellationToken);

    /// <inheritdoc />
    public ValueTask<StoredObject?> FindAsync(StoredKind kind, JobKey key, CancellationToken cancellationToken = default) => Reader.FindAsync(kind, key, cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<StoredRecord>> ListRecordsAsync(Guid uid, StoredRecordKind kind, CancellationToken cancellationToken = default) =>
        Reader.ListRecordsAsync(uid, kind, cancellationToken);

    /// <summary>Closes the file; another engine can open it then.</summary>
    /// <returns>A task that has ended.</returns>
    public ValueTask DisposeAsync()
    {
        lock (gate)
        {
            Close();
            writerLock?.Dispose();
            writerLock = null;
            return ValueTask.CompletedTask;
        }
    }

    private SqliteReader Reader => Volatile.Read(ref reader) ?? throw new ObjectDisposedException(nameof(SqliteJobStore));

    private bool Open()
    {
        connection = StoreFile.OpenToWrite(Path, options);
        StoreFile.SetOwner(connection, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}"));
        writer = new ChangeWriter(connection, Path);
        reader = new SqliteReader(StoreFile.OpenToRead(Path), Path);
        return true;
    }

    private void Close()
    {
        try
        {
            if (connection is not null)
            {
                StoreFile.SetOwner(connection, null);
            }
        }
        catch (SqliteException)
        {
            // The lock is what counts.
        }

        writer?.Dispose();
        reader?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        connection?.Dispose();
        (writer, reader, connection) = (null, null, null);
    }
}

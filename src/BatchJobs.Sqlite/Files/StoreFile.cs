using System.Globalization;
using BatchJobs.Storage;
using Microsoft.Data.Sqlite;

namespace BatchJobs.Sqlite.Files;

/// <summary>Opens files: one connection to write, any number to read.</summary>
internal static class StoreFile
{
    /// <summary>For a new file; one that exists keeps the size it has. A small Job costs a sixth less than with SQLite's 4 096, as fewer are written.</summary>
    private const string NewPages = "PRAGMA page_size = 8192";

    /// <summary>Opens a file to write, checks it, and brings it forward.</summary>
    public static SqliteConnection OpenToWrite(string path, SqliteStoreOptions options)
    {
        var connection = Connect(path, SqliteOpenMode.ReadWriteCreate, options.LockTimeout);
        try
        {
            connection.Open();
            StoreSchema.Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(int)Math.Min(options.LockTimeout.TotalMilliseconds, int.MaxValue)}"));
            int version = StoreSchema.Check(connection, path);
            CheckIntegrity(connection, path, options.IntegrityCheck);
            StoreSchema.Execute(connection, NewPages);
            StoreSchema.Execute(connection, "PRAGMA journal_mode = WAL");
            StoreSchema.Execute(connection, $"PRAGMA synchronous = {(options.Durability == SqliteDurability.PowerLoss ? "FULL" : "NORMAL")}");
            StoreSchema.Execute(connection, "PRAGMA journal_size_limit = 67108864");
            StoreSchema.Migrate(connection, version);
            Limit(connection, options.MaxFileSize);
            if (options.CheckpointPages is { } pages)
            {
                StoreSchema.Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA wal_autocheckpoint = {pages}"));
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file that exists to read.</summary>
    public static SqliteConnection OpenToRead(string path)
    {
        if (!File.Exists(path))
        {
            throw new JobStoreException(JobStoreProblem.Unavailable, $"There is no file {path}.");
        }

        var connection = Connect(path, SqliteOpenMode.ReadOnly, TimeSpan.FromSeconds(5));
        try
        {
            connection.Open();
            if (StoreSchema.Check(connection, path) < StoreSchema.Current)
            {
                throw new JobStoreException(JobStoreProblem.Unavailable, $"{path} was written by an earlier version of the library; start an engine on it to bring it forward.");
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Who writes a file, as it says itself.</summary>
    public static string? OwnerOf(string path)
    {
        try
        {
            using SqliteConnection connection = OpenToRead(path);
            return StoreSchema.Scalar(connection, "SELECT name FROM owner LIMIT 1") as string;
        }
        catch (Exception error) when (error is SqliteException or JobStoreException)
        {
            return null;
        }
    }

    /// <summary>Writes down who writes a file.</summary>
    public static void SetOwner(SqliteConnection connection, string? owner)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "DELETE FROM owner; INSERT INTO owner SELECT $owner WHERE $owner IS NOT NULL";
        command.Parameters.AddWithValue("$owner", (object?)owner ?? DBNull.Value);
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode, TimeSpan timeout) => new(new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Pooling = false,
        DefaultTimeout = (int)Math.Clamp(Math.Ceiling(timeout.TotalSeconds), 1, int.MaxValue), // 0 would be for ever
    }.ConnectionString);

    private static void CheckIntegrity(SqliteConnection connection, string path, SqliteIntegrityCheck check)
    {
        if (check != SqliteIntegrityCheck.None
            && StoreSchema.Scalar(connection, check == SqliteIntegrityCheck.Full ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)") is string and not "ok" and var damage)
        {
            throw new JobStoreException(JobStoreProblem.Corrupt, $"{path} is damaged: {damage}. Restore a backup.");
        }
    }

    private static void Limit(SqliteConnection connection, long? bytes)
    {
        if (bytes is { } size)
        {
            long page = (long)StoreSchema.Scalar(connection, "PRAGMA page_size")!;
            StoreSchema.Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {Math.Max(1, size / page)}"));
        }
    }
}

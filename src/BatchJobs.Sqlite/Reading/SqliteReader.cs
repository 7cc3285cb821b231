using System.Text.Json;
using BatchJobs.Primitives;
using BatchJobs.Sqlite.Files;
using BatchJobs.Storage;
using Microsoft.Data.Sqlite;

namespace BatchJobs.Sqlite.Reading;

/// <summary>Reads a file that somebody may be writing: every question sees the file as it was at one moment.</summary>
internal sealed class SqliteReader(SqliteConnection connection, string path) : IJobStoreReader
{
    private const string Select = """
        SELECT o.kind, o.namespace, o.name, o.uid, s.version, s.resource_version, s.finished, o.labels, o.manifest, s.data
        FROM object AS o LEFT JOIN state AS s ON s.object = o.id

        """;

    private readonly Lock gate = new();

    public ValueTask<StorePage> ListAsync(StoreQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (gate)
        {
            return new(SqliteErrors.Telling(path, () => List(query)));
        }
    }

    public ValueTask<StoredObject?> FindAsync(StoredKind kind, JobKey key, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            return new(SqliteErrors.Telling(path, () => Find(kind, key)));
        }
    }

    public ValueTask<IReadOnlyList<StoredRecord>> ListRecordsAsync(Guid uid, StoredRecordKind kind, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            return new(SqliteErrors.Telling(path, () => ListRecords(uid, kind)));
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (gate)
        {
            connection.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private StorePage List(StoreQuery query)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Select + """
            WHERE o.kind = $kind
              AND ($namespace IS NULL OR o.namespace = $namespace)
              AND ($finished IS NULL OR s.finished = $finished OR s.object IS NULL)
              AND ($afterNamespace IS NULL OR (o.namespace, o.name) > ($afterNamespace, $afterName))
            ORDER BY o.namespace, o.name
            """;
        command.Parameters.AddWithValue("$kind", (int)query.Kind);
        command.Parameters.AddWithValue("$namespace", (object?)query.Namespace ?? DBNull.Value);
        command.Parameters.AddWithValue("$finished", (object?)query.Finished ?? DBNull.Value);
        command.Parameters.AddWithValue("$afterNamespace", (object?)query.After?.Namespace ?? DBNull.Value);
        command.Parameters.AddWithValue("$afterName", (object?)query.After?.Name ?? DBNull.Value);

        List<StoredObject> page = [];
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            StoredObject found = Read(rows);
            if (!query.Matches(found))
            {
                continue;
            }

            if (page.Count == query.Limit)
            {
                return new StorePage(page, HasMore: true);
            }

            page.Add(found);
        }

        return new StorePage(page, HasMore: false);
    }

    private StoredObject? Find(StoredKind kind, JobKey key)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Select + "WHERE o.kind = $kind AND o.namespace = $namespace AND o.name = $name";
        command.Parameters.AddWithValue("$kind", (int)kind);
        command.Parameters.AddWithValue("$namespace", key.Namespace);
        command.Parameters.AddWithValue("$name", key.Name);
        using SqliteDataReader rows = command.ExecuteReader();
        return rows.Read() ? Read(rows) : null;
    }

    private List<StoredRecord> ListRecords(Guid uid, StoredRecordKind kind)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT r.sequence, r.data FROM object AS o JOIN record AS r ON r.object = o.id WHERE o.uid = $uid AND r.kind = $kind ORDER BY r.sequence";
        command.Parameters.AddWithValue("$uid", uid.ToByteArray(bigEndian: true));
        command.Parameters.AddWithValue("$kind", (int)kind);
        List<StoredRecord> records = [];
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            records.Add(new StoredRecord(kind, rows.GetInt64(0), rows.GetFieldValue<byte[]>(1)));
        }

        return records;
    }

    private StoredObject Read(SqliteDataReader row)
    {
        var kind = (StoredKind)row.GetInt32(0);
        var key = new JobKey(row.GetString(1), row.GetString(2));
        try
        {
            return Read(row, kind, key);
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException) // the last where there is no state row
        {
            throw new JobStoreException(JobStoreProblem.Corrupt, $"{kind} {key} can't be read from {path}: its row is damaged. Restore a backup.", error);
        }
    }

    private static StoredObject Read(SqliteDataReader row, StoredKind kind, JobKey key) => new()
    {
        Kind = kind,
        Key = key,
        Uid = new Guid(row.GetFieldValue<byte[]>(3), bigEndian: true),
        Version = row.GetInt64(4),
        ResourceVersion = row.GetInt64(5),
        Finished = row.GetBoolean(6),
        Labels = LabelsReader.Read(row.GetString(7)),
        Manifest = row.GetFieldValue<byte[]>(8),
        State = row.GetFieldValue<byte[]>(9),
    };
}

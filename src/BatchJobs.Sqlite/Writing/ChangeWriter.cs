using BatchJobs.Sqlite.Files;
using BatchJobs.Storage;
using Microsoft.Data.Sqlite;

namespace BatchJobs.Sqlite.Writing;

/// <summary>Writes changes, a transaction for each batch.</summary>
internal sealed class ChangeWriter : IDisposable
{
    private readonly string path;
    private readonly LabelsWriter labels = new();
    private readonly Dictionary<Guid, long> ids = [];
    private readonly List<Guid> added = [];
    private readonly PreparedStatement begin, commit, rollback;
    private readonly PreparedStatement findObject, insertObject, updateObject, deleteObject;
    private readonly PreparedStatement insertState, updateState, deleteState;
    private readonly PreparedStatement insertRecord, deleteRecords, deleteAllRecords;
    private readonly List<PreparedStatement> all = [];

    public ChangeWriter(SqliteConnection connection, string path)
    {
        this.path = path;
        try
        {
            begin = Prepare("BEGIN IMMEDIATE");
            commit = Prepare("COMMIT");
            rollback = Prepare("ROLLBACK");
            findObject = Prepare("SELECT id FROM object WHERE uid = ?1");
            insertObject = Prepare("INSERT INTO object (kind, namespace, name, uid, labels, manifest) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
            updateObject = Prepare("UPDATE object SET labels = ?2, manifest = ?3 WHERE id = ?1");
            deleteObject = Prepare("DELETE FROM object WHERE id = ?1");
            insertState = Prepare("INSERT INTO state (object, version, resource_version, finished, data) VALUES (?1, 1, ?2, ?3, ?4)");
            updateState = Prepare("UPDATE state SET version = version + 1, resource_version = ?3, finished = ?4, data = ?5 WHERE object = ?1 AND version = ?2");
            deleteState = Prepare("DELETE FROM state WHERE object = ?1 AND version = ?2");
            insertRecord = Prepare("INSERT INTO record (object, kind, sequence, data) VALUES (?1, ?2, ?3, ?4)");
            deleteRecords = Prepare("DELETE FROM record WHERE object = ?1 AND kind = ?2 AND sequence < ?3");
            deleteAllRecords = Prepare("DELETE FROM record WHERE object = ?1");
        }
        catch
        {
            Dispose();
            throw;
        }

        PreparedStatement Prepare(string sql)
        {
            var statement = new PreparedStatement(connection, sql);
            all.Add(statement);
            return statement;
        }
    }

    /// <summary>Makes changes, all of them or none.</summary>
    public void Write(IReadOnlyList<StoreChange> changes)
    {
        added.Clear();
        begin.Run();
        try
        {
            for (int i = 0; i < changes.Count; i++)
            {
                Write(changes[i]);
            }

            commit.Run();
        }
        catch
        {
            added.ForEach(uid => ids.Remove(uid));
            RollBack();
            throw;
        }

        for (int i = 0; i < changes.Count; i++)
        {
            if (changes[i].Removes)
            {
                ids.Remove(changes[i].Uid);
            }
        }
    }

    public void Dispose()
    {
        all.ForEach(static statement => statement.Dispose());
        labels.Dispose();
    }

    private void Write(StoreChange change)
    {
        if (change.ExpectedVersion == 0)
        {
            Insert(change);
        }
        else if (change.Removes)
        {
            Remove(change);
        }
        else
        {
            Update(change);
        }

        if (!change.Removes && (change.Append.Count > 0 || change.Drop.Count > 0))
        {
            WriteRecords(ids[change.Uid], change);
        }
    }

    private void Insert(StoreChange change)
    {
        try
        {
            insertObject
                .Bind(1, (int)change.Kind)
                .Bind(2, change.Key.Namespace)
                .Bind(3, change.Key.Name)
                .Bind(4, change.Uid)
                .BindText(5, labels.Write(change.Labels))
                .Bind(6, (change.Manifest ?? default).Span)
                .Run();
            long id = insertObject.LastId;
            ids[change.Uid] = id;
            added.Add(change.Uid);
            insertState.Bind(1, id).Bind(2, change.ResourceVersion).Bind(3, change.Finished ? 1 : 0).Bind(4, change.State.Span).Run();
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SqliteErrors.Constraint)
        {
            throw Conflict(change);
        }
    }

    private void Update(StoreChange change)
    {
        long id = IdOf(change);
        Expect(change, updateState
            .Bind(1, id)
            .Bind(2, change.ExpectedVersion)
            .Bind(3, change.ResourceVersion)
            .Bind(4, change.Finished ? 1 : 0)
            .Bind(5, change.State.Span)
            .Run());
        if (change.Manifest is { } manifest)
        {
            updateObject.Bind(1, id).BindText(2, labels.Write(change.Labels)).Bind(3, manifest.Span).Run();
        }
    }

    private void Remove(StoreChange change)
    {
        long id = IdOf(change);
        Expect(change, deleteState.Bind(1, id).Bind(2, change.ExpectedVersion).Run());
        deleteAllRecords.Bind(1, id).Run();
        deleteObject.Bind(1, id).Run();
    }

    private void WriteRecords(long id, StoreChange change)
    {
        for (int i = 0; i < change.Drop.Count; i++)
        {
            StoredRecordBound bound = change.Drop[i];
            deleteRecords.Bind(1, id).Bind(2, (int)bound.Kind).Bind(3, bound.Before).Run();
        }

        for (int i = 0; i < change.Append.Count; i++)
        {
            StoredRecord record = change.Append[i];
            insertRecord.Bind(1, id).Bind(2, (int)record.Kind).Bind(3, record.Sequence).Bind(4, record.Data.Span).Run();
        }
    }

    private long IdOf(StoreChange change)
    {
        if (!ids.TryGetValue(change.Uid, out long id))
        {
            id = findObject.Bind(1, change.Uid).Ask() ?? throw Conflict(change);
            ids.Add(change.Uid, id);
        }

        return id;
    }

    private void Expect(StoreChange change, int rows)
    {
        if (rows != 1)
        {
            throw Conflict(change);
        }
    }

    private JobStoreException Conflict(StoreChange change) =>
        new(JobStoreProblem.Conflict, FormattableString.Invariant($"{change.Kind} {change.Key} in {path} does not have version {change.ExpectedVersion}: somebody else has written it."));

    /// <summary>After some errors SQLite has rolled back by itself.</summary>
    private void RollBack()
    {
        try
        {
            rollback.Run();
        }
        catch (SqliteException)
        {
            // There is no transaction any more.
        }
    }
}

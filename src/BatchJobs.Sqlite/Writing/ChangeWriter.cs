using BatchJobs.Sqlite.Files;
using BatchJobs.Storage;
using Microsoft.Data.Sqlite;

namespace BatchJobs.Sqlite.Writing;

/// <summary>Writes changes, a transaction for each batch.</summary>
internal sealed class ChangeWriter : IDisposable
{
    private readonly string path;
    private readonly Dictionary<Guid, long> ids = [];
    private readonly List<Guid> added = [];
    private readonly PreparedCommand begin, commit, rollback;
    private readonly PreparedCommand findObject, insertObject, updateObject, deleteObject;
    private readonly PreparedCommand insertState, updateState, deleteState;
    private readonly PreparedCommand insertRecord, deleteRecords, deleteAllRecords;

    public ChangeWriter(SqliteConnection connection, string path)
    {
        this.path = path;
        begin = new(connection, "BEGIN IMMEDIATE");
        commit = new(connection, "COMMIT");
        rollback = new(connection, "ROLLBACK");
        findObject = new(connection, "SELECT id FROM object WHERE uid = $uid", "$uid");
        insertObject = new(
            connection,
            "INSERT INTO object (kind, namespace, name, uid, labels, manifest) VALUES ($kind, $namespace, $name, $uid, $labels, $manifest) RETURNING id",
            "$kind", "$namespace", "$name", "$uid", "$labels", "$manifest");
        updateObject = new(connection, "UPDATE object SET labels = $labels, manifest = $manifest WHERE id = $id", "$id", "$labels", "$manifest");
        deleteObject = new(connection, "DELETE FROM object WHERE id = $id", "$id");
        insertState = new(
            connection,
            "INSERT INTO state (object, version, resource_version, finished, data) VALUES ($id, 1, $resource, $finished, $data)",
            "$id", "$resource", "$finished", "$data");
        updateState = new(
            connection,
            "UPDATE state SET version = version + 1, resource_version = $resource, finished = $finished, data = $data WHERE object = $id AND version = $version",
            "$id", "$version", "$resource", "$finished", "$data");
        deleteState = new(connection, "DELETE FROM state WHERE object = $id AND version = $version", "$id", "$version");
        insertRecord = new(connection, "INSERT INTO record (object, kind, sequence, data) VALUES ($id, $kind, $sequence, $data)", "$id", "$kind", "$sequence", "$data");
        deleteRecords = new(connection, "DELETE FROM record WHERE object = $id AND kind = $kind AND sequence < $before", "$id", "$kind", "$before");
        deleteAllRecords = new(connection, "DELETE FROM record WHERE object = $id", "$id");
    }

    /// <summary>Makes changes, all of them or none.</summary>
    public void Write(IReadOnlyList<StoreChange> changes)
    {
        added.Clear();
        begin.Run();
        try
        {
            foreach (StoreChange change in changes)
            {
                Write(change);
            }

            commit.Run();
        }
        catch
        {
            added.ForEach(uid => ids.Remove(uid));
            RollBack();
            throw;
        }

        foreach (StoreChange change in changes)
        {
            if (change.Removes)
            {
                ids.Remove(change.Uid);
            }
        }
    }

    public void Dispose()
    {
        foreach (PreparedCommand command in (PreparedCommand[])
            [begin, commit, rollback, findObject, insertObject, updateObject, deleteObject, insertState, updateState, deleteState, insertRecord, deleteRecords, deleteAllRecords])
        {
            command.Dispose();
        }
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
            long id = (long)insertObject.Ask(
                (int)change.Kind,
                change.Key.Namespace,
                change.Key.Name,
                change.Uid.ToByteArray(bigEndian: true),
                LabelsText.Write(change.Labels),
                (change.Manifest ?? default).ToArray())!;
            ids[change.Uid] = id;
            added.Add(change.Uid);
            insertState.Run(id, change.ResourceVersion, change.Finished, change.State.ToArray());
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SqliteErrors.Constraint)
        {
            throw Conflict(change);
        }
    }

    private void Update(StoreChange change)
    {
        long id = IdOf(change);
        Expect(change, updateState.Run(id, change.ExpectedVersion, change.ResourceVersion, change.Finished, change.State.ToArray()));
        if (change.Manifest is { } manifest)
        {
            updateObject.Run(id, LabelsText.Write(change.Labels), manifest.ToArray());
        }
    }

    private void Remove(StoreChange change)
    {
        long id = IdOf(change);
        Expect(change, deleteState.Run(id, change.ExpectedVersion));
        deleteAllRecords.Run(id);
        deleteObject.Run(id);
    }

    private void WriteRecords(long id, StoreChange change)
    {
        foreach (StoredRecordBound bound in change.Drop)
        {
            deleteRecords.Run(id, (int)bound.Kind, bound.Before);
        }

        foreach (StoredRecord record in change.Append)
        {
            insertRecord.Run(id, (int)record.Kind, record.Sequence, record.Data.ToArray());
        }
    }

    private long IdOf(StoreChange change)
    {
        if (!ids.TryGetValue(change.Uid, out long id))
        {
            id = findObject.Ask(change.Uid.ToByteArray(bigEndian: true)) is long found ? found : throw Conflict(change);
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

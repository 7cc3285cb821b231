using System.Globalization;
using BatchJobs.Storage;
using Microsoft.Data.Sqlite;

namespace BatchJobs.Sqlite.Files;

/// <summary>The tables of a file, and how a file of an earlier version becomes one of this.</summary>
internal static class StoreSchema
{
    /// <summary>What tells a store from any other SQLite file: "BJob".</summary>
    public const int ApplicationId = 0x424A6F62;

    /// <summary>What leads from each version to the next; a new file takes all of them. Never changed, only added to.</summary>
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE object (
            id INTEGER PRIMARY KEY,
            kind INTEGER NOT NULL,
            namespace TEXT NOT NULL,
            name TEXT NOT NULL,
            uid BLOB NOT NULL UNIQUE,
            labels TEXT NOT NULL,
            manifest BLOB NOT NULL,
            UNIQUE (kind, namespace, name)
        ) STRICT;
        CREATE TABLE state (
            object INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            resource_version INTEGER NOT NULL,
            finished INTEGER NOT NULL,
            data BLOB NOT NULL
        ) STRICT;
        CREATE TABLE record (
            object INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            data BLOB NOT NULL,
            PRIMARY KEY (object, kind, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE owner (name TEXT NOT NULL) STRICT;
        """,
    ];

    public static int Current => Steps.Length;

    /// <summary>The version of a file; 0 if it is empty.</summary>
    public static int Check(SqliteConnection connection, string path)
    {
        long application = Number(connection, "PRAGMA application_id");
        long version = Number(connection, "PRAGMA user_version");
        bool empty = Number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
        if (application != ApplicationId && !(empty && application == 0))
        {
            throw new JobStoreException(JobStoreProblem.Corrupt, $"{path} is a SQLite file, but not a store of BatchJobs.");
        }

        return version <= Current
            ? (int)version
            : throw new JobStoreException(
                JobStoreProblem.NewerSchema,
                string.Create(CultureInfo.InvariantCulture, $"{path} has version {version}; this version of the library knows versions up to {Current}. Use the library that wrote it, or a newer one."));
    }

    /// <summary>Brings a file forward, in one transaction.</summary>
    public static void Migrate(SqliteConnection connection, int version)
    {
        // The transaction also finds out whether the file can be written at all.
        Execute(connection, "BEGIN IMMEDIATE");
        foreach (string step in Steps.Skip(version))
        {
            Execute(connection, step);
        }

        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Current};"));
        Execute(connection, "COMMIT");
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // made of constants and numbers of this assembly
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // made of constants of this assembly
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private static long Number(SqliteConnection connection, string sql) => (long)Scalar(connection, sql)!;
}

using System.Globalization;
using Microsoft.Data.Sqlite;

namespace DatabaseMigration;

/// <summary>The schema as a list of steps; SQLite's user_version counts those that are done.</summary>
internal static class Schema
{
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE sale (
            number INTEGER PRIMARY KEY,
            day TEXT NOT NULL,
            region TEXT NOT NULL,
            product TEXT NOT NULL,
            quantity INTEGER NOT NULL,
            unit_price REAL NOT NULL)
        """,
        "CREATE INDEX sale_by_region ON sale (region, day)",
        "CREATE VIEW revenue AS SELECT region, round(sum(quantity * unit_price), 2) AS amount FROM sale GROUP BY region",
    ];

    public static long Upgrade(SqliteConnection connection)
    {
        for (long done = Version(connection); done < Steps.Length; done++)
        {
            using SqliteTransaction step = connection.BeginTransaction();
            Execute(connection, step, Steps[done]);
            Execute(connection, step, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {done + 1}"));
            step.Commit();
        }

        return Version(connection);
    }

    private static long Version(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction step, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = step;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace BatchJobs.Sqlite.Writing;

/// <summary>A statement that is compiled once and run many times, on SQLite's own functions.</summary>
/// <remarks>A command of Microsoft.Data.Sqlite makes a reader each time it runs, and boxes what it is given.</remarks>
internal sealed class PreparedStatement : IDisposable
{
    private const int ShortText = 63;

    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;

    public PreparedStatement(SqliteConnection connection, string sql)
    {
        database = connection.Handle!;
        Check(sqlite3_prepare_v3(database, sql, SQLITE_PREPARE_PERSISTENT, out statement));
    }

    /// <summary>The rowid of the last row that was inserted.</summary>
    public long LastId => sqlite3_last_insert_rowid(database);

    /// <summary>Gives a parameter its value, of which SQLite makes a copy.</summary>
    /// <param name="parameter">Its number, from 1.</param>
    /// <param name="value">The value.</param>
    public PreparedStatement Bind(int parameter, long value)
    {
        Check(sqlite3_bind_int64(statement, parameter, value));
        return this;
    }

    /// <inheritdoc cref="Bind(int, long)"/>
    public PreparedStatement Bind(int parameter, string value)
    {
        // SQLitePCL makes an array of a string, and NULL of bytes that are none.
        if (value.Length is 0 or > ShortText)
        {
            Check(sqlite3_bind_text(statement, parameter, value));
            return this;
        }

        Span<byte> text = stackalloc byte[Encoding.UTF8.GetMaxByteCount(ShortText)];
        return BindText(parameter, text[..Encoding.UTF8.GetBytes(value, text)]);
    }

    /// <summary>Gives a parameter its value, a text in UTF-8 that is not empty, of which SQLite makes a copy.</summary>
    /// <param name="parameter">Its number, from 1.</param>
    /// <param name="value">The value.</param>
    public PreparedStatement BindText(int parameter, ReadOnlySpan<byte> value)
    {
        Check(sqlite3_bind_text(statement, parameter, value));
        return this;
    }

    /// <inheritdoc cref="Bind(int, long)"/>
    public PreparedStatement Bind(int parameter, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(parameter, bytes);
    }

    /// <inheritdoc cref="Bind(int, long)"/>
    public PreparedStatement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        Check(sqlite3_bind_blob(statement, parameter, value));
        return this;
    }

    /// <summary>Runs the statement, which has no rows.</summary>
    /// <returns>How many rows it has changed.</returns>
    public int Run()
    {
        Step();
        int changes = sqlite3_changes(database);
        Reset();
        return changes;
    }

    /// <summary>Runs the statement.</summary>
    /// <returns>The number in its first row; null if it has no row.</returns>
    public long? Ask()
    {
        long? found = Step() == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : null;
        Reset();
        return found;
    }

    public void Dispose() => statement.Dispose();

    private int Step()
    {
        int result = sqlite3_step(statement);
        if (result is not (SQLITE_ROW or SQLITE_DONE))
        {
            // The reset comes last: it would take the words of the error away.
            try
            {
                Check(result);
            }
            finally
            {
                Reset();
            }
        }

        return result;
    }

    /// <remarks>What it returns is the error of the last step, which has been told.</remarks>
    private void Reset() => sqlite3_reset(statement);

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
}

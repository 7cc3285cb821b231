using DatabaseMigration;
using Microsoft.Data.Sqlite;

namespace MigrationGate;

/// <summary>The database of the shop.</summary>
internal sealed class Shop(string database, string salesFile)
{
    /// <summary>Brings the schema up to date and imports what is new; safe to repeat.</summary>
    public async Task MigrateAsync(ILogger logger, CancellationToken cancellationToken)
    {
        await using SqliteConnection connection = await OpenAsync(cancellationToken);
        long version = Schema.Upgrade(connection);
        logger.LogInformation("schema version {Version}, {Sales} sales imported", version, SalesImport.Run(connection, salesFile));
    }

    /// <summary>The revenue of each region.</summary>
    public async Task<IReadOnlyDictionary<string, double>> RevenueAsync(CancellationToken cancellationToken)
    {
        await using SqliteConnection connection = await OpenAsync(cancellationToken);
        await using SqliteCommand query = connection.CreateCommand();
        query.CommandText = "SELECT region, amount FROM revenue ORDER BY region";
        await using SqliteDataReader rows = await query.ExecuteReaderAsync(cancellationToken);
        var revenue = new Dictionary<string, double>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellationToken))
        {
            revenue.Add(rows.GetString(0), rows.GetDouble(1));
        }

        return revenue;
    }

    private async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}

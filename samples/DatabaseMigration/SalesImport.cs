using System.Globalization;
using Microsoft.Data.Sqlite;

namespace DatabaseMigration;

/// <summary>Reads sales from a CSV file; a sale that is there already is left alone.</summary>
internal static class SalesImport
{
    public static int Run(SqliteConnection connection, string file)
    {
        using SqliteTransaction import = connection.BeginTransaction();
        using SqliteCommand insert = connection.CreateCommand();
        insert.Transaction = import;
        insert.CommandText = "INSERT OR IGNORE INTO sale VALUES ($number, $day, $region, $product, $quantity, $price)";
        int imported = 0;
        foreach (string[] row in File.ReadLines(file).Skip(1).Select(line => line.Split(',')))
        {
            insert.Parameters.Clear();
            insert.Parameters.AddWithValue("$number", long.Parse(row[0], CultureInfo.InvariantCulture));
            insert.Parameters.AddWithValue("$day", row[1]);
            insert.Parameters.AddWithValue("$region", row[2]);
            insert.Parameters.AddWithValue("$product", row[3]);
            insert.Parameters.AddWithValue("$quantity", int.Parse(row[4], CultureInfo.InvariantCulture));
            insert.Parameters.AddWithValue("$price", double.Parse(row[5], CultureInfo.InvariantCulture));
            imported += insert.ExecuteNonQuery();
        }

        import.Commit();
        return imported;
    }
}

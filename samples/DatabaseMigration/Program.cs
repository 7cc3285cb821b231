// Brings a SQLite database up to date and fills it. All steps are safe to repeat, as the program of a Job has to be:
// a pod that fails half-way is replaced by one that begins again.
using DatabaseMigration;
using Microsoft.Data.Sqlite;

if (args is not [string database, string salesFile])
{
    Console.Error.WriteLine("usage: DatabaseMigration DATABASE SALES.csv");
    return 64;
}

Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(database))!);
using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
connection.Open();
Console.WriteLine($"schema version {Schema.Upgrade(connection)}");
Console.WriteLine($"{SalesImport.Run(connection, salesFile)} sales imported");
return 0;

using BatchJobs.Storage;
using Microsoft.Data.Sqlite;

namespace BatchJobs.Sqlite.Files;

/// <summary>Tells errors of SQLite as problems of a store.</summary>
/// <remarks>SQLite: <c>Result and Error Codes</c>.</remarks>
internal static class SqliteErrors
{
    public const int Constraint = 19;

    private const int Busy = 5, Locked = 6, ReadOnly = 8, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    public static JobStoreException Tell(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        Busy or Locked => new(JobStoreProblem.InUse, $"{path} is locked by another program.", error),
        ReadOnly => new(JobStoreProblem.ReadOnly, $"{path} can be read but not written.", error),
        Corrupt => new(JobStoreProblem.Corrupt, $"{path} is damaged: {error.Message} Restore a backup.", error),
        NotADatabase => new(JobStoreProblem.Corrupt, $"{path} is not a SQLite file.", error),
        Full => new(JobStoreProblem.Full, $"{path} has no room to grow: the disk is full, or the file is as large as it may be.", error),
        CannotOpen => new(JobStoreProblem.Unavailable, $"{path} can't be opened: {error.Message}", error),
        _ => new(JobStoreProblem.Unavailable, $"{path}: {error.Message}", error),
    };

    public static T Telling<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException error)
        {
            throw Tell(error, path);
        }
    }
}

using BatchJobs.DependencyInjection;
using BatchJobs.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets an engine of a container keep its Jobs in a SQLite file.</summary>
public static class SqliteBatchJobsBuilderExtensions
{
    /// <summary>Keeps Jobs in a SQLite file; with <c>AddHosting</c> they go on when the host starts, without it the engine has to be started.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file; made if it does not exist.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>The builder.</returns>
    public static IBatchJobsBuilder UseSqlite(this IBatchJobsBuilder builder, string path, Func<SqliteStoreOptions, SqliteStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var options = new SqliteStoreOptions();
        return builder.UseStore(_ => new SqliteJobStore(path, configure?.Invoke(options) ?? options));
    }
}

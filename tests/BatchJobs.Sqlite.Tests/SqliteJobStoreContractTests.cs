using BatchJobs.Sqlite.Tests.Support;
using BatchJobs.Storage;
using BatchJobs.Testing.Xunit.Stores;

namespace BatchJobs.Sqlite.Tests;

/// <summary>The contract of stores.</summary>
public sealed class SqliteJobStoreContractTests : JobStoreContract
{
    private readonly TemporaryFolder folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
    }

    protected override IJobStore CreateStore() => new SqliteJobStore(folder["jobs.db"]);
}

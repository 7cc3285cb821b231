using BatchJobs.Storage;
using BatchJobs.Testing.Xunit.Stores;

namespace BatchJobs.Tests;

/// <summary>The contract of stores.</summary>
public sealed class InMemoryJobStoreContractTests : JobStoreContract
{
    private readonly InMemoryJobStore kept = new();

    protected override IJobStore CreateStore() => kept;
}

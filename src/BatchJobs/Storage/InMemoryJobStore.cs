using BatchJobs.Primitives;

namespace BatchJobs.Storage;

/// <summary>Keeps nothing: what the engine holds in memory and a store in the same memory would be lost together.</summary>
internal sealed class InMemoryJobStore : IJobStore
{
    public ValueTask SaveAsync(StoredJob job, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public ValueTask RemoveAsync(JobKey key, Guid uid, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
}

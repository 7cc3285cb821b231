using BatchJobs.Storage;
using BatchJobs.Tests.Support;

namespace BatchJobs.Benchmarks.Durability;

/// <summary>Counts commits and the bytes they carry.</summary>
internal sealed class CountingStore(IJobStore inner) : StoreProxy(inner)
{
    public long Commits { get; private set; }

    public long Bytes { get; private set; }

    public override ValueTask CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken = default)
    {
        Commits++;
        foreach (StoreChange change in changes)
        {
            Bytes += change.State.Length + (change.Manifest?.Length ?? 0) + change.Append.Sum(record => record.Data.Length);
        }

        return base.CommitAsync(changes, cancellationToken);
    }
}

using BatchJobs.Durability;
using BatchJobs.Primitives;
using BatchJobs.Storage;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

public class GroupCommitTests
{
    private const int Savers = 2;
    private const int Saves = 100_000;

    [Fact]
    public async Task Every_change_is_written_once_by_one_writer_at_a_time()
    {
        var store = new CountingStore();
        var commits = new GroupCommit(store);

        await Task.WhenAll(Enumerable.Range(0, Savers).Select(_ => Task.Run(() => SaveAsync(commits))));

        Assert.Equal(0, store.Overlaps);
        Assert.Equal(Savers * Saves, store.Written);
    }

    // Each save begins only when the one before it is safe, so that writers come and go.
    private static async Task SaveAsync(GroupCommit commits)
    {
        var save = new PendingSave();
        var change = new StoreChange { Kind = StoredKind.Job, Key = new JobKey("space", "job"), Uid = Guid.NewGuid(), ExpectedVersion = 0 };
        for (int i = 0; i < Saves; i++)
        {
            await commits.CommitAsync(save, change);
        }
    }

    private sealed class CountingStore() : StoreProxy(new InMemoryJobStore())
    {
        private int writers;

        public int Overlaps { get; private set; }

        public long Written { get; private set; }

        public override async ValueTask CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref writers) > 1)
            {
                Overlaps++;
            }

            Written += changes.Count;
            await Task.Yield();
            Interlocked.Decrement(ref writers);
        }
    }
}

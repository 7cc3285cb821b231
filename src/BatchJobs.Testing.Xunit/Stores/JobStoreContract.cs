using System.Text;
using BatchJobs.Primitives;
using BatchJobs.Storage;
using Xunit;

namespace BatchJobs.Testing.Xunit.Stores;

/// <summary>What every <see cref="IJobStore"/> promises, as tests: derive a class that makes a store, and run it.</summary>
/// <remarks>
/// Make a test project with the package <c>xunit.v3</c>, derive a public class from this one and implement <see cref="CreateStore"/>. All tests come with
/// the base class; each has storage of its own.
/// </remarks>
public abstract partial class JobStoreContract : IAsyncLifetime
{
    private IJobStore? store;

    /// <summary>Makes a store over the storage of this test.</summary>
    /// <returns>The store, not opened; the test opens and disposes of it.</returns>
    /// <remarks>Called several times in some tests: each store must find what the one before it has kept.</remarks>
    protected abstract IJobStore CreateStore();

    /// <summary>The store under test, open.</summary>
    protected IJobStore Store => store ?? throw new InvalidOperationException("The store is opened when the test begins.");

    /// <summary>Opens the store.</summary>
    /// <returns>A task that ends when the test can begin.</returns>
    public virtual async ValueTask InitializeAsync()
    {
        store = CreateStore();
        await store.OpenAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Closes the store.</summary>
    /// <returns>A task that ends when nothing of the test is left.</returns>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (store is not null)
        {
            await store.DisposeAsync();
        }
    }

    /// <summary>Closes the store and opens another one over the same storage.</summary>
    /// <returns>A task that ends when the store is open again.</returns>
    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        store = CreateStore();
        await store.OpenAsync(TestContext.Current.CancellationToken);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static StoreChange New(string name, Guid? uid = null, string namespaceName = JobKey.DefaultNamespace, StoredKind kind = StoredKind.Job) => new()
    {
        Kind = kind,
        Key = new JobKey(namespaceName, name),
        Uid = uid ?? Guid.NewGuid(),
        ExpectedVersion = 0,
        ResourceVersion = 1,
        Manifest = Bytes($"manifest of {name}"),
        State = Bytes("state 1"),
    };

    private static StoreChange Next(StoreChange before, string state) => before with
    {
        ExpectedVersion = before.ExpectedVersion + 1,
        ResourceVersion = before.ResourceVersion + 1,
        Manifest = null,
        State = Bytes(state),
        Append = [],
        Drop = [],
    };

    private static StoreChange Removal(StoreChange before) => Next(before, "") with { Removes = true };

    private ValueTask CommitAsync(params StoreChange[] changes) => Store.CommitAsync(changes, TestContext.Current.CancellationToken);

    private ValueTask<StoredObject?> FindAsync(StoreChange change) => Store.FindAsync(change.Kind, change.Key, TestContext.Current.CancellationToken);

    private async Task<string> RecordsAsync(StoreChange change, StoredRecordKind kind) =>
        string.Join(' ', (await Store.ListRecordsAsync(change.Uid, kind, TestContext.Current.CancellationToken)).Select(record => $"{record.Sequence}:{Text(record.Data)}"));

    private async Task<string> NamesAsync(StoreQuery query) =>
        string.Join(' ', (await Store.ListAsync(query, TestContext.Current.CancellationToken)).Items.Select(item => item.Key.Name));

    private async Task ConflictsAsync(params StoreChange[] changes)
    {
        JobStoreException error = await Assert.ThrowsAsync<JobStoreException>(() => CommitAsync(changes).AsTask());
        Assert.Equal(JobStoreProblem.Conflict, error.Problem);
    }
}

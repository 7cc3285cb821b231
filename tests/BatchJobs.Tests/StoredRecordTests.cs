using BatchJobs.Primitives;
using BatchJobs.Storage;

namespace BatchJobs.Tests;

public class StoredRecordTests
{
    [Fact]
    public async Task What_is_no_longer_wanted_goes_by_its_kind_and_number()
    {
        await using var store = new InMemoryJobStore();
        await store.OpenAsync(TestContext.Current.CancellationToken);
        var first = new StoreChange
        {
            Kind = StoredKind.Job,
            Key = new JobKey("work"),
            Uid = new Guid("0b5dbb44-0e9f-43f5-a7ee-05a7f0d5d0ef"),
            ExpectedVersion = 0,
            Manifest = "{}"u8.ToArray(),
            Append = [new(StoredRecordKind.Journal, 1, "a"u8.ToArray()), new(StoredRecordKind.Journal, 2, "b"u8.ToArray()), new(StoredRecordKind.Results, 1, "c"u8.ToArray())],
        };
        await store.CommitAsync([first], TestContext.Current.CancellationToken);
        await store.CommitAsync([first with { ExpectedVersion = 1, Manifest = null, Append = [], Drop = [new StoredRecordBound(StoredRecordKind.Journal, Before: 2)] }], TestContext.Current.CancellationToken);

        Assert.Equal([2], from record in await store.ListRecordsAsync(first.Uid, StoredRecordKind.Journal, TestContext.Current.CancellationToken) select record.Sequence);
        Assert.Equal([1], from record in await store.ListRecordsAsync(first.Uid, StoredRecordKind.Results, TestContext.Current.CancellationToken) select record.Sequence);
    }
}

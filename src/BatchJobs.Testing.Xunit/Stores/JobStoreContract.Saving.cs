using BatchJobs.Storage;
using Xunit;

namespace BatchJobs.Testing.Xunit.Stores;

/// <content>Saving and removing.</content>
public abstract partial class JobStoreContract
{
    /// <summary>Everything of an object comes back, now and after the store was closed.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task What_is_saved_is_found_again()
    {
        StoreChange added = New("größe-1") with
        {
            Finished = true,
            ResourceVersion = long.MaxValue,
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["app"] = "ünïcode \"quoted\"", ["empty"] = "" },
            State = new byte[] { 0, 255, 1, 0 },
        };
        await CommitAsync(added);
        for (int round = 0; round < 2; round++)
        {
            StoredObject found = Assert.IsType<StoredObject>(await FindAsync(added));
            Assert.Equal((added.Kind, added.Key, added.Uid, 1L, long.MaxValue, true), (found.Kind, found.Key, found.Uid, found.Version, found.ResourceVersion, found.Finished));
            Assert.Equal(added.Labels, found.Labels);
            Assert.Equal(Text(added.Manifest!.Value), Text(found.Manifest));
            Assert.Equal(added.State.ToArray(), found.State.ToArray());
            await ReopenAsync();
        }
    }

    /// <summary>A change without manifest leaves manifest and labels as they are.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_state_is_saved_without_its_manifest()
    {
        StoreChange added = New("a") with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["k"] = "v" } };
        await CommitAsync(added);
        await CommitAsync(Next(added, "state 2") with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) });
        StoredObject found = (await FindAsync(added))!;
        Assert.Equal((2L, "state 2", "manifest of a", "v"), (found.Version, Text(found.State), Text(found.Manifest), found.Labels["k"]));
    }

    /// <summary>A change with manifest replaces manifest and labels.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_manifest_is_replaced()
    {
        StoreChange added = New("a") with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["k"] = "v" } };
        await CommitAsync(added);
        await CommitAsync(Next(added, "state 2") with { Manifest = Bytes("another"), Labels = new Dictionary<string, string>(StringComparer.Ordinal) });
        StoredObject found = (await FindAsync(added))!;
        Assert.Equal(("another", 0), (Text(found.Manifest), found.Labels.Count));
    }

    /// <summary>What the caller does to its bytes after a commit changes nothing.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Bytes_are_the_callers_again_after_the_commit()
    {
        byte[] bytes = Bytes("state 1");
        StoreChange added = New("a") with { State = bytes, Manifest = bytes, Append = [new StoredRecord(StoredRecordKind.Journal, 1, bytes)] };
        await CommitAsync(added);
        Array.Clear(bytes);
        StoredObject found = (await FindAsync(added))!;
        Assert.Equal(("state 1", "state 1", "1:state 1"), (Text(found.State), Text(found.Manifest), await RecordsAsync(added, StoredRecordKind.Journal)));
    }

    /// <summary>Large objects and empty ones.</summary>
    /// <param name="length">Bytes.</param>
    /// <returns>The test.</returns>
    [Theory]
    [InlineData(0)]
    [InlineData(5_000_000)]
    public async Task Any_length_will_do(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        StoreChange added = New("a") with { State = bytes, Manifest = bytes, Append = [new StoredRecord(StoredRecordKind.Results, 1, bytes)] };
        await CommitAsync(added);
        StoredObject found = (await FindAsync(added))!;
        StoredRecord record = Assert.Single(await Store.ListRecordsAsync(added.Uid, StoredRecordKind.Results, TestContext.Current.CancellationToken));
        Assert.All((ReadOnlyMemory<byte>[])[found.State, found.Manifest, record.Data], kept => Assert.True(kept.Span.SequenceEqual(bytes)));
    }

    /// <summary>A change of a version that is not there is refused, and changes nothing.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Each_version_is_saved_once()
    {
        StoreChange added = New("a");
        await CommitAsync(added);
        StoreChange second = Next(added, "state 2");
        await CommitAsync(second);
        await ConflictsAsync(second with { State = Bytes("lost") });
        await ConflictsAsync(second with { ExpectedVersion = 3, State = Bytes("lost") });
        await ConflictsAsync(Removal(added) with { ExpectedVersion = 1 });
        await ConflictsAsync(Next(New("nobody"), "lost"));
        Assert.Equal((2L, "state 2"), ((await FindAsync(added))!.Version, Text((await FindAsync(added))!.State)));
    }

    /// <summary>A new object must be new by its uid and by its name.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Names_and_uids_are_taken_once()
    {
        StoreChange added = New("a");
        await CommitAsync(added);
        await ConflictsAsync(New("a"));
        await ConflictsAsync(New("b", added.Uid));
        await CommitAsync(New("a", namespaceName: "other"), New("a", kind: StoredKind.CronJob));
        Assert.Equal(added.Uid, (await FindAsync(added))!.Uid);
    }

    /// <summary>One change that can't be made keeps the whole batch from being made.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_batch_is_made_as_a_whole_or_not_at_all()
    {
        StoreChange one = New("one");
        StoreChange two = New("two");
        await CommitAsync(one, two);
        await ConflictsAsync(
            Next(one, "lost") with { Append = [new StoredRecord(StoredRecordKind.Journal, 1, Bytes("lost"))] },
            New("three"),
            Removal(two) with { ExpectedVersion = 7 });
        Assert.Equal((1L, "", "one two"), ((await FindAsync(one))!.Version, await RecordsAsync(one, StoredRecordKind.Journal), await NamesAsync(new StoreQuery { Kind = StoredKind.Job })));

        await CommitAsync(Next(one, "state 2"), New("three"), Removal(two));
        Assert.Equal("one three", await NamesAsync(new StoreQuery { Kind = StoredKind.Job }));
    }

    /// <summary>A removed object is gone with all its records, and its name is free.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task What_is_removed_leaves_nothing()
    {
        StoreChange added = New("a") with { Append = [new StoredRecord(StoredRecordKind.Journal, 1, Bytes("old"))] };
        await CommitAsync(added);
        await CommitAsync(Removal(added));
        Assert.Null(await FindAsync(added));
        Assert.Equal("", await RecordsAsync(added, StoredRecordKind.Journal));
        await ConflictsAsync(Next(added, "late"));

        StoreChange again = New("a");
        await CommitAsync(again);
        Assert.Equal((again.Uid, ""), ((await FindAsync(again))!.Uid, await RecordsAsync(again, StoredRecordKind.Journal)));
        await CommitAsync(Removal(again));
        await CommitAsync(added);
        Assert.Equal("1:old", await RecordsAsync(added, StoredRecordKind.Journal));
    }

    /// <summary>Many objects in one batch.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_batch_can_be_large()
    {
        StoreChange[] many = [.. Enumerable.Range(0, 1000).Select(number => New($"job-{number:D4}"))];
        await CommitAsync(many);
        await CommitAsync([.. many.Select(change => Next(change, "state 2"))]);
        StorePage page = await Store.ListAsync(new StoreQuery { Kind = StoredKind.Job, Limit = 2000 }, TestContext.Current.CancellationToken);
        Assert.Equal((1000, false), (page.Items.Count, page.HasMore));
        Assert.All(page.Items, item => Assert.Equal("state 2", Text(item.State)));
    }
}

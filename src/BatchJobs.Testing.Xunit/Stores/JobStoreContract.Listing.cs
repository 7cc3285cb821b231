using BatchJobs.Specs;
using BatchJobs.Storage;
using Xunit;

namespace BatchJobs.Testing.Xunit.Stores;

/// <content>Listing and records.</content>
public abstract partial class JobStoreContract
{
    /// <summary>Objects are listed by namespace and name, whatever the order in which they came.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Objects_are_listed_in_order()
    {
        await CommitAsync(New("b-1"), New("b"), New("a", namespaceName: "z"), New("c", namespaceName: "a"), New("b.0"), New("cron", kind: StoredKind.CronJob));
        Assert.Equal("c b b-1 b.0 a", await NamesAsync(new StoreQuery { Kind = StoredKind.Job }));
        Assert.Equal("cron", await NamesAsync(new StoreQuery { Kind = StoredKind.CronJob }));
        Assert.Equal("b b-1 b.0", await NamesAsync(new StoreQuery { Kind = StoredKind.Job, Namespace = "default" }));
        Assert.Equal("", await NamesAsync(new StoreQuery { Kind = StoredKind.Job, Namespace = "nobody" }));
    }

    /// <summary>Pages go on after the last object of the page before, also if it is gone.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Pages_show_each_object_once()
    {
        StoreChange[] all = [.. Enumerable.Range(0, 10).Select(number => New($"job-{number}"))];
        await CommitAsync(all);
        var query = new StoreQuery { Kind = StoredKind.Job, Limit = 4 };
        StorePage first = await Store.ListAsync(query, TestContext.Current.CancellationToken);
        Assert.Equal((4, true), (first.Items.Count, first.HasMore));

        await CommitAsync(Removal(all[3]), New("job-00"), New("job-45"));
        StorePage second = await Store.ListAsync(query with { After = first.Items[^1].Key }, TestContext.Current.CancellationToken);
        Assert.Equal(["job-4", "job-45", "job-5", "job-6"], second.Items.Select(item => item.Key.Name));
        StorePage third = await Store.ListAsync(query with { After = second.Items[^1].Key }, TestContext.Current.CancellationToken);
        Assert.Equal((3, false), (third.Items.Count, third.HasMore));
        Assert.Equal(11, (await Store.ListAsync(query with { Limit = int.MaxValue }, TestContext.Current.CancellationToken)).Items.Count);
        Assert.False((await Store.ListAsync(query with { Limit = 3, After = second.Items[^1].Key }, TestContext.Current.CancellationToken)).HasMore);
    }

    /// <summary>Selectors select, and pages are full of what they select.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Objects_are_selected_by_labels_and_by_whether_they_have_finished()
    {
        await CommitAsync([.. Enumerable.Range(0, 9).Select(number => New($"job-{number}") with
        {
            Finished = number % 2 == 0,
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["tier"] = number % 3 == 0 ? "gold" : "iron", [$"only-{number}"] = "" },
        })]);
        var query = new StoreQuery { Kind = StoredKind.Job };
        var gold = new LabelSelector { MatchLabels = new Dictionary<string, string>(StringComparer.Ordinal) { ["tier"] = "gold" } };
        Assert.Equal("job-0 job-3 job-6", await NamesAsync(query with { LabelSelector = gold }));
        Assert.Equal("job-0 job-6", await NamesAsync(query with { LabelSelector = gold, Finished = true }));
        Assert.Equal("job-3", await NamesAsync(query with { LabelSelector = gold, Finished = false }));
        Assert.Equal("job-0 job-3", await NamesAsync(query with { LabelSelector = gold, Limit = 2 }));
        Assert.Equal("job-4", await NamesAsync(query with { LabelSelector = new LabelSelector { MatchExpressions = [new LabelSelectorRequirement { Key = "only-4", Operator = "Exists" }] } }));
        Assert.Equal(
            "job-1 job-2 job-4 job-5 job-7 job-8",
            await NamesAsync(query with { LabelSelector = new LabelSelector { MatchExpressions = [new LabelSelectorRequirement { Key = "tier", Operator = "NotIn", Values = ["gold"] }] } }));
    }

    /// <summary>Records of each kind are kept in their order until they are dropped.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Records_are_appended_and_dropped()
    {
        StoreChange first = New("a") with { Append = [new(StoredRecordKind.Journal, 1, Bytes("a")), new(StoredRecordKind.Attempts, 1, Bytes("x")), new(StoredRecordKind.Journal, 2, Bytes("b"))] };
        StoreChange second = Next(first, "state 2") with { Append = [new(StoredRecordKind.Journal, 10, Bytes("c"))] };
        StoreChange third = Next(second, "state 3") with { Append = [new(StoredRecordKind.Journal, 11, Bytes("d"))], Drop = [new(StoredRecordKind.Journal, 10)] };
        await CommitAsync(first);
        await CommitAsync(second);
        Assert.Equal("1:a 2:b 10:c", await RecordsAsync(first, StoredRecordKind.Journal));
        await CommitAsync(third);
        await ReopenAsync();
        Assert.Equal("10:c 11:d", await RecordsAsync(first, StoredRecordKind.Journal));
        Assert.Equal("1:x", await RecordsAsync(first, StoredRecordKind.Attempts));
        Assert.Equal("", await RecordsAsync(first, StoredRecordKind.Results));
        Assert.Equal("", await RecordsAsync(New("nobody"), StoredRecordKind.Journal));
    }

    /// <summary>One engine at a time can open a store.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_store_has_one_writer()
    {
        await CommitAsync(New("a"));
        IJobStore other = CreateStore();
        JobStoreException error = await Assert.ThrowsAsync<JobStoreException>(() => other.OpenAsync(TestContext.Current.CancellationToken).AsTask());
        Assert.Equal(JobStoreProblem.InUse, error.Problem);
        await CommitAsync(New("b"));
        await ReopenAsync();
        Assert.Equal("a b", await NamesAsync(new StoreQuery { Kind = StoredKind.Job }));
    }

    /// <summary>Whoever reads sees whole batches.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Reading_goes_on_beside_writing()
    {
        StoreChange left = New("left");
        StoreChange right = New("right");
        await CommitAsync(left, right);
        Task writing = Task.Run(
            async () =>
            {
                for (int round = 2; round <= 200; round++)
                {
                    (left, right) = (Next(left, $"state {round}"), Next(right, $"state {round}"));
                    await CommitAsync(left, right);
                }
            },
            TestContext.Current.CancellationToken);
        bool last;
        do
        {
            last = writing.IsCompleted;
            StorePage page = await Store.ListAsync(new StoreQuery { Kind = StoredKind.Job }, TestContext.Current.CancellationToken);
            Assert.Equal(Text(page.Items[0].State), Text(page.Items[1].State));
        }
        while (!last);

        await writing;
        Assert.Equal("state 200", Text((await FindAsync(left))!.State));
    }

    /// <summary>A long row of random changes, closings and questions, against dictionaries.</summary>
    /// <param name="seed">Where the row begins.</param>
    /// <returns>The test.</returns>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_changes_do_what_they_would_do_to_dictionaries(int seed)
    {
        var random = new Random(seed);
        var model = new StoreModel();
        for (int step = 0; step < 300; step++)
        {
            StoreChange[] batch = [.. model.Propose(random)];
            if (model.TryMake(batch))
            {
                await CommitAsync(batch);
            }
            else
            {
                await ConflictsAsync(batch);
            }

            if (random.Next(40) == 0)
            {
                await ReopenAsync();
            }

            await model.CompareAsync(Store, TestContext.Current.CancellationToken);
        }
    }
}

using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>A watcher that was away goes on where it was: it hears what changed, and nothing it knows already.</summary>
public class WatchResumeTests
{
    private static readonly PodRule SucceedsAfter5Seconds = PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(5)));

    [Fact]
    public async Task It_hears_what_came_changed_and_went_meanwhile_and_nothing_else()
    {
        await using var bench = new EngineBench(SucceedsAfter5Seconds);
        await bench.CreateAsync(name: "changed");
        JobKey gone = await bench.CreateAsync(spec => spec with { Suspend = true }, "gone");
        await bench.CreateAsync(spec => spec with { Suspend = true }, "untouched");
        string version = (await bench.Engine.ListAsync()).ResourceVersion;

        await bench.AdvanceAsync(6);
        await bench.Engine.DeleteAsync(gone);
        await bench.CreateAsync(spec => spec with { Suspend = true }, "new");
        JobKey brief = await bench.CreateAsync(spec => spec with { Suspend = true }, "brief");
        await bench.Engine.DeleteAsync(brief);
        await bench.Engine.WhenIdleAsync();

        List<string> heard = await HearAsync(bench, new JobWatchOptions { ResourceVersion = version });
        Assert.Equal(["Added new", "Deleted gone", "Modified changed"], heard.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_version_of_any_change_will_do()
    {
        await using var bench = new EngineBench(SucceedsAfter5Seconds);
        await bench.CreateAsync(name: "first");
        await using IAsyncEnumerator<JobChange> watch = bench.Engine.WatchAsync().GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        string version = watch.Current.Job.Metadata.ResourceVersion!;
        Assert.Empty(await HearAsync(bench, new JobWatchOptions { ResourceVersion = version }));
        await bench.CreateAsync(name: "second");
        Assert.Equal(["Added second"], await HearAsync(bench, new JobWatchOptions { ResourceVersion = version }));
    }

    [Fact]
    public async Task A_job_that_lost_its_label_meanwhile_is_gone_for_a_watcher_of_that_label()
    {
        await using var bench = new EngineBench();
        JobKey key = await bench.CreateAsync(spec => spec with { Suspend = true });
        await bench.Engine.PatchAsync(key, """{"metadata":{"labels":{"team":"a"}}}""", TestContext.Current.CancellationToken);
        string version = (await bench.Engine.ListAsync()).ResourceVersion;
        await bench.Engine.PatchAsync(key, """{"metadata":{"labels":{"team":"b"}}}""", TestContext.Current.CancellationToken);
        var teamA = new JobWatchOptions { ResourceVersion = version, LabelSelector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["team"] = "a" } } };
        Assert.Equal(["Deleted work"], await HearAsync(bench, teamA));
    }

    [Fact]
    public async Task A_version_too_old_to_know_what_went_since_has_expired()
    {
        await using var bench = new EngineBench();
        string version = (await bench.Engine.ListAsync()).ResourceVersion;
        for (int i = 0; i <= 1024; i++)
        {
            await bench.Engine.DeleteAsync(await bench.CreateAsync(spec => spec with { Suspend = true }));
            await bench.Engine.WhenIdleAsync();
        }

        WatchExpiredException error = await Assert.ThrowsAsync<WatchExpiredException>(() => HearAsync(bench, new JobWatchOptions { ResourceVersion = version }));
        Assert.StartsWith("too old resource version: 0 (", error.Message, StringComparison.Ordinal);
        Assert.Equal(version, error.ResourceVersion);
    }

    [Fact]
    public async Task A_watcher_from_before_a_restart_has_to_list_anew()
    {
        await using var bench = new RestartBench(SucceedsAfter5Seconds);
        await bench.OpenAsync();
        JobKey gone = await bench.CreateAsync(spec => spec with { Suspend = true }, "gone");
        await bench.CreateAsync(spec => spec with { Suspend = true }, "stays");
        string version = (await bench.Engine.ListAsync()).ResourceVersion;
        await bench.Engine.DeleteAsync(gone);
        await bench.Engine.WhenIdleAsync();
        string last = (await bench.Engine.ListAsync()).ResourceVersion;
        await bench.CrashAsync();
        await bench.AdvanceAsync(1);
        await bench.OpenAsync();

        foreach (string old in new[] { version, last })
        {
            WatchExpiredException error = await Assert.ThrowsAsync<WatchExpiredException>(() => HearAsync(bench, new JobWatchOptions { ResourceVersion = old }));
            Assert.StartsWith($"too old resource version: {old} (", error.Message, StringComparison.Ordinal);
        }

        string anew = (await bench.Engine.ListAsync()).ResourceVersion;
        await bench.CreateAsync(spec => spec with { Suspend = true }, "new");
        Assert.Equal(["Added new"], await HearAsync(bench, new JobWatchOptions { ResourceVersion = anew }));
    }

    [Fact]
    public async Task So_it_has_to_if_the_clock_was_set_back_meanwhile()
    {
        await using var bench = new RestartBench(SucceedsAfter5Seconds);
        await bench.OpenAsync();
        JobKey gone = await bench.CreateAsync(spec => spec with { Suspend = true }, "gone");
        await bench.CreateAsync(spec => spec with { Suspend = true }, "stays");
        await bench.Engine.DeleteAsync(gone);
        await bench.Engine.WhenIdleAsync();
        string last = (await bench.Engine.ListAsync()).ResourceVersion;
        await bench.CrashAsync();
        bench.Clock.Jump(TimeSpan.FromDays(-1));
        await bench.OpenAsync();

        await Assert.ThrowsAsync<WatchExpiredException>(() => HearAsync(bench, new JobWatchOptions { ResourceVersion = last }));
        Assert.True(long.Parse((await bench.Engine.ListAsync()).ResourceVersion) > long.Parse(last));
    }

    [Fact]
    public async Task A_version_of_the_future_or_no_version_at_all_is_refused()
    {
        await using var bench = new EngineBench();
        WatchExpiredException error = await Assert.ThrowsAsync<WatchExpiredException>(() => HearAsync(bench, new JobWatchOptions { ResourceVersion = "99" }));
        Assert.Equal("Too large resource version: 99, current: 0", error.Message);
        await Assert.ThrowsAsync<ArgumentException>(() => HearAsync(bench, new JobWatchOptions { ResourceVersion = "yesterday" }));
    }

    /// <summary>What a watcher is told before it has to wait.</summary>
    private static async Task<List<string>> HearAsync(VirtualBench bench, JobWatchOptions options)
    {
        using var enough = new CancellationTokenSource();
        var heard = new List<string>();
        await using IAsyncEnumerator<JobChange> watch = bench.Engine.WatchAsync(options, enough.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        ValueTask<bool> next;
        while ((next = watch.MoveNextAsync()).IsCompleted)
        {
            Assert.True(await next);
            heard.Add($"{watch.Current.Type} {watch.Current.Job.Metadata.Name}");
        }

        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        return heard;
    }
}

using BatchJobs.Client;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>Watchers see what exists, then every change; slow ones see the latest.</summary>
public class WatchTests
{
    private static readonly PodRule SucceedsAfter5Seconds = PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(5)));

    [Fact]
    public async Task A_watcher_sees_a_job_come_change_and_go()
    {
        await using var bench = new EngineBench(SucceedsAfter5Seconds);
        JobKey key = await bench.CreateAsync();
        await using IAsyncEnumerator<JobChange> watch = bench.Engine.WatchAsync().GetAsyncEnumerator();

        Assert.True(await watch.MoveNextAsync());
        Assert.Equal((JobChangeType.Added, 1), (watch.Current.Type, watch.Current.Job.Status!.Active));
        await bench.AdvanceAsync(6);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal((JobChangeType.Modified, true), (watch.Current.Type, watch.Current.Job.IsComplete()));
        await bench.Engine.DeleteAsync(key);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(JobChangeType.Deleted, watch.Current.Type);
    }

    [Fact]
    public async Task A_slow_watcher_gets_the_latest_state_and_no_backlog()
    {
        await using var bench = new EngineBench(SucceedsAfter5Seconds);
        await bench.CreateAsync(spec => spec with { Completions = 20, Parallelism = 1 });
        await using IAsyncEnumerator<JobChange> watch = bench.Engine.WatchAsync().GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        await bench.AdvanceAsync(200);

        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(20, watch.Current.Job.Status!.Succeeded);
        ValueTask<bool> next = watch.MoveNextAsync();
        Assert.False(next.IsCompleted);
        await bench.Engine.AbandonAsync();
        Assert.False(await next);
    }

    [Fact]
    public async Task Many_watchers_of_a_busy_job_all_see_its_end()
    {
        await using var bench = new EngineBench(SucceedsAfter5Seconds);
        JobKey key = await bench.CreateAsync(spec => spec with { Completions = 200, Parallelism = 1 });
        Task[] watching = [.. Enumerable.Range(0, 100).Select(_ => SeeEndAsync())];
        await bench.AdvanceAsync(2000);
        await Task.WhenAll(watching);

        async Task SeeEndAsync()
        {
            await foreach (JobChange change in bench.Engine.WatchAsync(new JobWatchOptions { Key = key }))
            {
                if (change.Job.Status!.Succeeded == 200)
                {
                    return;
                }
            }

            Assert.Fail("The watch ended before the Job.");
        }
    }

    [Fact]
    public async Task A_watcher_of_one_job_does_not_hear_of_others()
    {
        await using var bench = new EngineBench(SucceedsAfter5Seconds);
        await using IAsyncEnumerator<JobChange> watch = bench.Engine.WatchAsync(new JobWatchOptions { Key = new JobKey("mine") }).GetAsyncEnumerator();
        ValueTask<bool> next = watch.MoveNextAsync();
        await bench.CreateAsync(name: "other");
        await bench.CreateAsync(name: "mine");
        Assert.True(await next);
        Assert.Equal("mine", watch.Current.Job.Metadata.Name);
    }

    [Fact]
    public async Task Watching_ends_when_its_token_is_cancelled()
    {
        await using var bench = new EngineBench();
        using var source = new CancellationTokenSource();
        IAsyncEnumerator<JobChange> watch = bench.Engine.WatchAsync(cancellationToken: source.Token).GetAsyncEnumerator(source.Token);
        ValueTask<bool> next = watch.MoveNextAsync();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public async Task Watching_pods_ends_with_the_job_and_shows_how_each_pod_ended()
    {
        await using var bench = new EngineBench(
            PodRule.ForIndex(1, PodScript.Fails(TimeSpan.FromSeconds(2), exitCode: 42)),
            SucceedsAfter5Seconds);
        JobKey key = await bench.CreateAsync(spec => spec with
        {
            CompletionMode = Specs.CompletionMode.Indexed,
            Completions = 2,
            Parallelism = 2,
            BackoffLimitPerIndex = 0,
        });
        Task<Dictionary<int, JobPod>> watching = WatchAsync();
        await bench.FinishAsync(key);
        Dictionary<int, JobPod> pods = await watching;

        Assert.Equal(PodPhase.Succeeded, pods[0].Status.Phase);
        Assert.Equal(42, pods[1].Status.ContainerStatuses[0].Terminated!.ExitCode);

        async Task<Dictionary<int, JobPod>> WatchAsync()
        {
            var latest = new Dictionary<int, JobPod>();
            await foreach (JobPod pod in bench.Engine.WatchPodsAsync(key))
            {
                latest[pod.Index!.Value] = pod;
            }

            return latest;
        }
    }
}

using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>Closing an engine stops its pods as suspending would, and ends whoever waits.</summary>
public class ShutdownTests
{
    [Fact]
    public async Task Pods_are_stopped_and_no_retry_is_spent()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.RunsForever));
        JobKey key = await bench.CreateAsync(spec => spec with { Parallelism = 3, Completions = 3, BackoffLimit = 0 });
        Task<Job> finished = bench.Engine.WaitAsync(key);
        await bench.Engine.DisposeAsync();

        Assert.All(bench.Scripted.Pods.All, pod => Assert.NotNull(pod.Deleted));
        Job job = await bench.Engine.GetAsync(key);
        Assert.Null(job.Status!.Failed);
        Assert.Null(job.FindCondition("Failed"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => finished);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => bench.Engine.CreateAsync(EngineBench.NewJob("late")));
    }

    [Fact]
    public async Task Closing_twice_and_from_several_sides_is_closing_once()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.RunsForever));
        await bench.CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await bench.Engine.DisposeAsync())));
        await bench.Engine.DisposeAsync();
    }

    [Fact]
    public async Task An_engine_that_never_ran_anything_can_be_closed()
    {
        await using var bench = new EngineBench();
        await bench.Engine.DisposeAsync();
    }

    [Fact]
    public async Task Pods_may_run_to_their_own_end_for_a_while_but_no_new_one_starts()
    {
        await using var bench = new EngineBench(
            new JobEngineOptions { DrainPeriod = TimeSpan.FromSeconds(30) },
            null,
            PodRule.ForIndex(0, PodScript.Succeeds(TimeSpan.FromSeconds(10))),
            PodRule.ForAll(PodScript.RunsForever));
        JobKey key = await bench.CreateAsync(spec => spec with { CompletionMode = CompletionMode.Indexed, Completions = 5, Parallelism = 2 });
        Task closed = bench.Engine.StopAsync(TestContext.Current.CancellationToken);
        await bench.AdvanceAsync(29);
        Assert.False(closed.IsCompleted);
        Job drained = await bench.Engine.GetAsync(key);
        Assert.Equal(("0", 1), (drained.Status!.CompletedIndexes, drained.Status.Active));
        await bench.AdvanceAsync(1);
        await closed;
        Assert.Equal(2, bench.Scripted.Pods.All.Count);
        Assert.Null((await bench.Engine.GetAsync(key)).Status!.Failed);
    }

    [Fact]
    public async Task Draining_ends_with_the_last_pod()
    {
        await using var bench = new EngineBench(
            new JobEngineOptions { DrainPeriod = TimeSpan.FromHours(1) },
            null,
            PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(10))));
        JobKey key = await bench.CreateAsync();
        Task<Job> finished = bench.Engine.WaitAsync(key);
        Task closed = bench.Engine.StopAsync(TestContext.Current.CancellationToken);
        await bench.AdvanceAsync(10);
        await closed;
        Assert.True((await finished).IsComplete());
    }

    [Fact]
    public async Task Draining_gives_way_to_force()
    {
        await using var bench = new EngineBench(new JobEngineOptions { DrainPeriod = TimeSpan.FromHours(1) }, null, PodRule.ForAll(PodScript.RunsForever));
        await bench.CreateAsync();
        await bench.Engine.StopAsync(new CancellationToken(canceled: true));
        Assert.Equal(TimeSpan.Zero, bench.Elapsed);
    }
}

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
}

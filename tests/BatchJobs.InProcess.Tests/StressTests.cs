using System.Collections.Concurrent;
using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.InProcess.Tests;

public class StressTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Ten_thousand_Jobs_created_and_deleted_at_random_by_many_tasks_leave_nothing_behind()
    {
        var executor = new InProcessPodExecutor(new InProcessExecutorOptions { MaxConcurrentPods = 50 });
        ConcurrentBag<WeakReference> contexts = [];
        executor.Handlers.Add("work", pod =>
        {
            contexts.Add(new WeakReference(pod));
            return (pod.PodName[^1] % 3) switch
            {
                0 => Task.CompletedTask,
                1 => Task.Delay(Timeout.Infinite, pod.CancellationToken),
                _ => Task.FromException(new InvalidOperationException("at random")),
            };
        });
        var probe = new LeakProbe(executor, 10_000);
        await using var engine = new JobEngine(probe);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(worker => Task.Run(() => CreateAndDeleteAsync(engine, worker, 500)))).WaitAsync(Patience);
        foreach (Job job in (await engine.ListAsync(new JobListOptions { Limit = 20_000 })).Items)
        {
            await DeleteAsync(engine, job.Key(), DeletionPropagation.Foreground);
        }

        await probe.Clean.WaitAsync(Patience);
        Assert.Empty((await engine.ListAsync()).Items);
        Assert.Empty(await executor.ListAsync());
        await executor.DisposeAsync();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // A few may still be on the stack of a thread that goes idle.
        Assert.InRange(contexts.Count(context => context.IsAlive), 0, 10);
    }

    [Fact]
    public async Task Whoever_watches_a_Job_from_its_creation_on_hears_of_its_removal_however_soon_it_goes()
    {
        await using var engine = new JobEngine(new InProcessPodExecutor());
        engine.Handlers().Add("work", _ => Task.CompletedTask);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (int i = 0; i < 500; i++)
            {
                Job created = await engine.CreateAsync(JobBuilder.NonIndexed($"job-{worker}-{i}", 1).TtlAfterFinished(TimeSpan.Zero).Image("work"));
                JobChange last = await engine.WatchAsync(new JobWatchOptions { Key = created.Key(), ResourceVersion = created.Metadata.ResourceVersion })
                    .FirstAsync(change => change.Type == JobChangeType.Deleted);
                Assert.True(last.Job.IsComplete());
            }
        }))).WaitAsync(Patience);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task An_engine_can_be_closed_at_any_moment(int seed)
    {
        int calls = 0;
        int live = 0;
        int limit = 1 << seed;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var engine = new JobEngine(new InProcessPodExecutor());
        Task<JobReport>[] runs = [.. Enumerable.Range(0, 4).Select(number => engine.RunAsync(
            JobBuilder.Indexed($"job-{number}", completions: 1_000).Parallelism(8).BackoffLimit(10_000),
            async pod =>
            {
                Interlocked.Increment(ref live);
                try
                {
                    if (Interlocked.Increment(ref calls) == limit)
                    {
                        reached.SetResult();
                    }

                    await Task.Yield();
                    if (pod.Index % 5 == number)
                    {
                        await Task.Delay(Timeout.Infinite, pod.CancellationToken);
                    }
                }
                finally
                {
                    Interlocked.Decrement(ref live);
                }
            }))];

        // With four times eight pods that block for ever, so many calls are reached for certain.
        await Task.WhenAny(reached.Task, Task.WhenAll(runs)).WaitAsync(Patience);
        await engine.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.Equal(0, Volatile.Read(ref live));
        foreach (Task<JobReport> run in runs)
        {
            await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => run.WaitAsync(Patience));
        }
    }

    [Fact]
    public async Task A_stopped_engine_spends_no_retry_on_what_it_interrupts()
    {
        var engine = new JobEngine(new InProcessPodExecutor());
        var started = new TaskCompletionSource();
        engine.Handlers().Add("wait", pod =>
        {
            started.TrySetResult();
            return Task.Delay(Timeout.Infinite, pod.CancellationToken);
        });
        Job job = await engine.CreateAsync(JobBuilder.Indexed("interrupted", completions: 1).BackoffLimit(0).Image("wait"));
        await started.Task;
        await engine.StopAsync().WaitAsync(Patience);
        Job after = await engine.GetAsync(job.Key());
        Assert.Null(after.Status!.Failed);
        Assert.False(after.IsFinished());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.CreateAsync(JobBuilder.NonIndexed("late").Image("wait")));
    }

    private static async Task CreateAndDeleteAsync(JobEngine engine, int worker, int count)
    {
        var random = new Random(worker);
        Queue<JobKey> mine = new();
        for (int i = 0; i < count; i++)
        {
            JobBuilder job = JobBuilder.Indexed($"job-{worker}-{i}", completions: random.Next(1, 4)).Parallelism(2).BackoffLimitPerIndex(0).Image("work");
            mine.Enqueue((await engine.CreateAsync(job)).Key());
            if (random.Next(2) == 0)
            {
                await DeleteAsync(engine, mine.Dequeue(), (DeletionPropagation)random.Next(2));
            }
        }
    }

    private static async Task DeleteAsync(JobEngine engine, JobKey key, DeletionPropagation propagation)
    {
        try
        {
            await engine.DeleteAsync(key, new JobDeleteOptions { Propagation = propagation });
        }
        catch (JobNotFoundException)
        {
            // A deletion in the foreground was quicker.
        }
    }
}

internal static class EngineExtensions
{
    public static PodHandlers Handlers(this JobEngine engine) => ((InProcessPodExecutor)engine.Executor).Handlers;
}

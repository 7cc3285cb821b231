using System.Runtime.CompilerServices;
using BatchJobs.Building;

namespace BatchJobs.InProcess.Tests;

/// <summary>What an engine that was closed at any moment leaves behind: nothing that the process could count.</summary>
[Collection(nameof(Alone))]
public class LeakTests
{
    private const int Engines = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Engines_closed_at_any_moment_leave_no_objects_timers_or_handles()
    {
        // What the first engine makes for the whole process is not a leak.
        await LiveAsync(seed: 0);
        long timers = Timer.ActiveCount;
        int handles = Handles();

        List<WeakReference> gone = [];
        for (int seed = 1; seed <= Engines; seed++)
            gone.AddRange(await LiveAsync(seed));

        // The last ones may still be on the stack of a thread that goes idle.
        await UntilAsync(() => gone.Count(engine => engine.IsAlive) <= 4, () => $"{gone.Count(engine => engine.IsAlive)} of {gone.Count} engines and executors are still there");

        // The waiting below has two timers of its own, and so may have the runner of the tests; a leak would have one for each engine.
        await UntilAsync(() => Timer.ActiveCount <= timers + 8, () => $"{timers} timers became {Timer.ActiveCount}");
        Assert.InRange(Handles(), 0, handles + 8);
    }

    /// <summary>A short life; what lived must not be on the stack of its caller.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference[]> LiveAsync(int seed)
    {
        var random = new Random(seed);
        bool limited = random.Next(2) == 0;
        var executor = new InProcessPodExecutor(limited ? new InProcessExecutorOptions { MaxConcurrentPods = 3 } : null);
        var engine = new JobEngine(executor);
        var moment = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int calls = random.Next(limited ? 2 : 30); // few slots are soon held by bodies that wait
        executor.Handlers.AddBlocking("block", pod => pod.CancellationToken.WaitHandle.WaitOne());
        executor.Handlers.Add("work", pod =>
        {
            if (Interlocked.Decrement(ref calls) <= 0)
                moment.TrySetResult();
            return (pod.Index % 4) switch
            {
                0 => Task.Delay(Timeout.Infinite, pod.CancellationToken),
                1 => Task.FromException(new InvalidOperationException("at random")),
                _ => Task.CompletedTask,
            };
        });
        Task<JobReport>[] runs =
        [
            engine.RunToCompletionAsync(JobBuilder.Indexed("indexed", completions: 100).Parallelism(10).BackoffLimitPerIndex(1).Image("work")),
            engine.RunToCompletionAsync(JobBuilder.Indexed("restarting", completions: 100).Parallelism(10).RestartOnFailure().BackoffLimit(1_000).Image("work")),
            engine.RunToCompletionAsync(JobBuilder.NonIndexed("blocking").Image("block")),
        ];
        Task watch = Task.Run(async () =>
        {
            await foreach (var _ in engine.WatchAsync())
            {
            }
        });
        if (random.Next(4) > 0)
            await moment.Task.WaitAsync(Patience);
        await engine.DisposeAsync().AsTask().WaitAsync(Patience);
        await watch.WaitAsync(Patience);
        foreach (Task<JobReport> run in runs)
            await Assert.ThrowsAsync<ObjectDisposedException>(() => run.WaitAsync(Patience));
        return [new WeakReference(engine), new WeakReference(executor)];
    }

    private static int Handles() => Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;

    /// <summary>Collects until a condition holds: finalizers and ending threads send no signal.</summary>
    private static async Task UntilAsync(Func<bool> condition, Func<string> what)
    {
        using var giveUp = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (condition())
                return;
            if (giveUp.IsCancellationRequested)
                Assert.Fail(what());
            await again.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}

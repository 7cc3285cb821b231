using System.Collections.Concurrent;
using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using CsCheck;

namespace BatchJobs.InProcess.Tests;

/// <summary>Short pods follow one another without the engine, which nobody may be able to tell.</summary>
public class LeaseTests
{
    private const int Many = 5_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How pods end, by their number: at once or after a yield, with success, an exit code or an exception; with or without a token, a result or progress.</summary>
    private static readonly Gen<(int Kind, int Way)[]> Bodies = Gen.Select(Gen.Frequency((12, Gen.Const(0)), (1, Gen.Const(1)), (1, Gen.Const(2)), (1, Gen.Const(3))), Gen.Int[0, 40]).Array[1, 60];

    [Fact]
    public async Task A_Job_of_many_ends_the_same_with_leases_and_without() => await Gen.Select(Bodies, Gen.Bool, Gen.OneOf(3, 1_000_000), Gen.Int[1, 5]).SampleAsync(
        async (bodies, indexed, limit, parallelism) =>
        {
            // Without indexes no pod is a second try: if all fail, any limit is reached, and how many pods are on their way by then is chance.
            // So one at a time, as with a low limit.
            limit = !indexed && Array.TrueForAll(bodies, body => body.Kind > 0) ? 3 : limit;
            string leased = await RunAsync(new InProcessExecutorOptions(), bodies, indexed, limit, parallelism);
            string ordinary = await RunAsync(new InProcessExecutorOptions { MaxConcurrentPods = 1_000 }, bodies, indexed, limit, parallelism);
            Assert.Equal(ordinary, leased);
        },
        iter: 25);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_index_is_run_once_and_never_more_pods_than_parallelism_at_a_time(bool yields)
    {
        const int Parallelism = 3;
        var calls = new ConcurrentDictionary<int, int>();
        var names = new ConcurrentDictionary<string, int>();
        int running = 0;
        int most = 0;
        await using var engine = Engine(async pod =>
        {
            int now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            calls.AddOrUpdate(pod.Index, 1, static (_, count) => count + 1);
            names[pod.PodName] = pod.Index;
            if (yields)
            {
                await Task.Yield();
            }

            Interlocked.Decrement(ref running);
        });
        JobKey key = (await engine.CreateAsync(Job(JobBuilder.Indexed("once", Many), Parallelism))).Key();
        Job finished = await engine.WaitAsync(key).WaitAsync(Patience);
        Assert.Equal($"0-{Many - 1}", finished.Status!.CompletedIndexes);
        Assert.Equal(Many, calls.Count);
        Assert.All(calls.Values, count => Assert.Equal(1, count));
        Assert.Equal(Many, names.Count);
        Assert.InRange(most, 1, Parallelism);
        IReadOnlyList<JobPod> remembered = await engine.ListPodsAsync(key);
        Assert.Equal(100, remembered.Count);
        Assert.All(remembered, pod => Assert.Equal(pod.Index, names[pod.Name]));
        Assert.All(remembered, pod => Assert.Equal(PodPhase.Succeeded, pod.Status.Phase));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pods_that_several_threads_run_are_counted_once_each_while_somebody_looks(bool indexed)
    {
        const int Parallelism = 6;
        var names = new ConcurrentDictionary<string, int>();
        var successes = new ConcurrentDictionary<int, int>();
        int calls = 0;
        int failed = 0;
        int running = 0;
        int most = 0;
        await using var engine = Engine(pod =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            names.AddOrUpdate(pod.PodName, 1, static (_, count) => count + 1);
            Thread.SpinWait(20); // longer than quick ones, so that others are called to help
            int call = Interlocked.Increment(ref calls);
            Interlocked.Decrement(ref running);
            if (call % 7 == 0)
            {
                Interlocked.Increment(ref failed);
                throw call % 2 == 0 ? new InvalidOperationException("bad") : new PodFailedException(3, "own words", "OwnReason");
            }

            successes.AddOrUpdate(pod.CompletionIndex ?? call, 1, static (_, count) => count + 1);
            return Task.CompletedTask;
        });
        JobKey key = (await engine.CreateAsync(Job(indexed ? JobBuilder.Indexed("shared", Many) : JobBuilder.NonIndexed("shared", Many), Parallelism, int.MaxValue))).Key();
        Task<Job> end = engine.WaitAsync(key).WaitAsync(Patience);
        while (!end.IsCompleted)
        {
            JobStatus seen = (await engine.GetAsync(key)).Status!; // which takes the lease back
            Assert.InRange(seen.Active ?? 0, 0, Parallelism);
            await Task.WhenAny(end, WhenCalledAsync(Volatile.Read(ref calls) + 500));
        }

        Job finished = await end;
        Assert.Equal((Many, failed), (finished.Status!.Succeeded, finished.Status.Failed ?? 0));
        Assert.Equal(calls, Many + failed);
        Assert.Equal(calls, names.Count);
        Assert.All(names.Values, count => Assert.Equal(1, count));
        Assert.Equal(Many, successes.Count);
        Assert.All(successes.Values, count => Assert.Equal(1, count));
        Assert.InRange(most, 1, Parallelism);

        async Task WhenCalledAsync(int count)
        {
            while (Volatile.Read(ref calls) < count && !end.IsCompleted)
            {
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task A_body_finds_its_own_pod()
    {
        JobEngine? engine = null;
        int found = 0;
        await using JobEngine made = engine = Engine(async pod =>
        {
            if (pod.Index % 50 == 49)
            {
                IReadOnlyList<JobPod> pods = await engine!.ListPodsAsync(pod.Job);
                found += pods.Any(other => other.Name == pod.PodName && other.Status.Phase is PodPhase.Pending or PodPhase.Running) ? 1 : 0;
            }
        });
        JobKey key = (await engine.CreateAsync(Job(JobBuilder.Indexed("own", 500), 1))).Key();
        await engine.WaitAsync(key).WaitAsync(Patience);
        Assert.Equal(10, found);
    }

    [Fact]
    public async Task No_pod_starts_once_a_Job_is_suspended_and_each_counts_once_when_it_goes_on()
    {
        JobEngine? engine = null;
        int suspends = 0;
        int afterwards = 0;
        int calls = 0;
        bool suspended = false;
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using JobEngine made = engine = Engine(async pod =>
        {
            afterwards += Volatile.Read(ref suspended) ? 1 : 0;
            if (Interlocked.Increment(ref calls) == 1_000 && Interlocked.Exchange(ref suspends, 1) == 0)
            {
                await engine!.SuspendAsync(pod.Job);
                Volatile.Write(ref suspended, true);
                asked.SetResult();
            }
        });
        JobKey key = (await engine.CreateAsync(Job(JobBuilder.Indexed("pause", Many), 1))).Key();
        await asked.Task.WaitAsync(Patience);
        Assert.Equal(0, afterwards);
        JobStatus paused = (await engine.GetAsync(key)).Status!;
        Assert.Null(paused.Active);
        Assert.Equal($"0-{paused.Succeeded - 1}", paused.CompletedIndexes);
        Volatile.Write(ref suspended, false);
        await engine.ResumeAsync(key);
        Assert.Equal($"0-{Many - 1}", (await engine.WaitAsync(key).WaitAsync(Patience)).Status!.CompletedIndexes);
    }

    [Fact]
    public async Task A_Job_fails_at_its_backoff_limit_to_the_pod()
    {
        await using var engine = Engine(static pod => Interlocked.Increment(ref Counter.Value) % 10 == 0 ? throw new InvalidOperationException("bad") : Task.CompletedTask);
        Counter.Value = 0;
        JobKey key = (await engine.CreateAsync(Job(JobBuilder.NonIndexed("limit", Many), 1, backoffLimit: 20))).Key();
        Job finished = await engine.WaitAsync(key).WaitAsync(Patience);
        Assert.True(finished.IsFailed());
        Assert.Equal(21, finished.Status!.Failed);
        Assert.Equal(189, finished.Status.Succeeded);
        Assert.Equal(210, Counter.Value);
    }

    [Fact]
    public async Task A_Job_that_is_deleted_stops()
    {
        const int Parallelism = 4;
        JobEngine? engine = null;
        int calls = 0;
        var deleted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using JobEngine made = engine = Engine(async pod =>
        {
            int call = Interlocked.Increment(ref calls);
            if (call == 500)
            {
                await engine!.DeleteAsync(pod.Job);
                deleted.SetResult();
            }
            else if (call > 500)
            {
                await deleted.Task;
            }
        });
        JobKey key = (await engine.CreateAsync(Job(JobBuilder.Indexed("gone", Many), Parallelism))).Key();
        await Assert.ThrowsAsync<JobNotFoundException>(() => engine.WaitAsync(key).WaitAsync(Patience));
        await deleted.Task.WaitAsync(Patience);
        Assert.InRange(calls, 500, 499 + Parallelism);
    }

    private static class Counter
    {
        public static int Value;
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (int seen = most; value > seen; seen = most)
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private static Job Job(JobBuilder builder, int parallelism, int backoffLimit = 6)
    {
        Job job = builder.Parallelism(parallelism).BackoffLimit(backoffLimit).Image("body");
        return job;
    }

    private static JobEngine Engine(Func<PodContext, Task> body, InProcessExecutorOptions? options = null)
    {
        var executor = new InProcessPodExecutor((options ?? new InProcessExecutorOptions()) with { Handlers = new PodHandlers() });
        executor.Handlers.Add("body", body);
        return new JobEngine(executor, new JobEngineOptions { PodFailureBackoff = PodFailureBackoff.None });
    }

    private static async Task<string> RunAsync(InProcessExecutorOptions options, (int Kind, int Way)[] bodies, bool indexed, int limit, int parallelism)
    {
        int calls = 0;
        var tries = new ConcurrentDictionary<int, int>();
        await using JobEngine engine = Engine(
            async pod =>
            {
                int place = pod.CompletionIndex ?? (Interlocked.Increment(ref calls) - 1);
                int attempt = tries.AddOrUpdate(place, 0, static (_, before) => before + 1);
                (int kind, int way) = bodies[place % bodies.Length];
                if (way == 1)
                {
                    pod.ReportProgress("half");
                }

                if (way % 5 == 2)
                {
                    await Task.Yield();
                }

                if (way % 5 == 3)
                {
                    pod.CancellationToken.ThrowIfCancellationRequested();
                    pod.SetResult(place);
                }

                if (kind > 0 && attempt == 0)
                {
                    throw kind == 1 ? new InvalidOperationException("bad") : new PodFailedException(kind, "own words", "OwnReason");
                }
            },
            options);
        Job made = Job(indexed ? JobBuilder.Indexed("same", 700) : JobBuilder.NonIndexed("same", 700), limit == 3 ? 1 : parallelism, limit);
        JobKey key = (await engine.CreateAsync(made)).Key();
        Job finished = await engine.WaitAsync(key).WaitAsync(Patience);
        JobStatus status = finished.Status!;
        int results = engine.FindExecutor<InProcessPodExecutor>()!.GetResults<int>(Guid.Parse(finished.Metadata.Uid!)).Count;
        return $"{status.Succeeded} {status.Failed} {status.CompletedIndexes} {status.Conditions![0].Reason} {results}";
    }
}

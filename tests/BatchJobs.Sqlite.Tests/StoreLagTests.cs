using BatchJobs.Building;
using BatchJobs.InProcess;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Storage;
using BatchJobs.Tests.Support;

namespace BatchJobs.Sqlite.Tests;

/// <summary>Pods may run ahead of the store, and nothing else may.</summary>
public class StoreLagTests
{
    private const int Pods = 20_000;
    private const int Parallelism = 4;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_pods_are_saved_at_once()
    {
        var store = new CountingStore(new InMemoryJobStore());
        await using JobEngine engine = await OpenAsync(store, TimeSpan.FromHours(1), static _ => Task.CompletedTask);

        Job job = await RunAsync(engine);

        Assert.Equal((true, Pods), (job.IsComplete(), job.Status!.Succeeded));
        Assert.InRange(store.Commits, 1, Pods / Parallelism / 2);
    }

    [Fact]
    public async Task Without_it_each_pod_is_saved_before_it_starts()
    {
        var store = new CountingStore(new InMemoryJobStore());
        int most = 0;
        await using JobEngine engine = await OpenAsync(store, TimeSpan.Zero, pod =>
        {
            most = Math.Max(most, Interlocked.Increment(ref store.Starts) - (store.Commits * Parallelism));
            return Task.CompletedTask;
        });

        await RunAsync(engine);

        Assert.InRange(most, 0, 0);
    }

    [Fact]
    public async Task Pods_that_ran_ahead_of_a_crash_run_again_and_count_once()
    {
        const int Crash = Pods / 2;
        var memory = new InMemoryJobStore();
        int starts = 0;
        var half = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var store = new CountingStore(memory);
        JobEngine first = await OpenAsync(store, TimeSpan.FromHours(1), async pod =>
        {
            if (Interlocked.Increment(ref starts) >= Crash)
            {
                half.TrySetResult();
                await Task.Delay(Timeout.Infinite, pod.CancellationToken);
            }
        });
        await first.CreateAsync(NewJob(), Cancelled);
        await half.Task.WaitAsync(Cancelled);
        store.IsCut = true;
        await first.AbandonAsync();

        await using JobEngine second = await OpenAsync(memory, TimeSpan.FromHours(1), _ =>
        {
            Interlocked.Increment(ref starts);
            return Task.CompletedTask;
        });
        Job job = await second.WaitAsync(new JobKey("work"), Cancelled);

        Assert.Equal((true, Pods), (job.IsComplete(), job.Status!.Succeeded));
        Assert.True(starts >= Pods, $"{starts} starts of {Pods} pods.");
    }

    [Fact]
    public async Task Results_of_pods_that_ran_ahead_are_kept_with_them()
    {
        const int Indexes = 2_000;
        var store = new InMemoryJobStore();
        await using (JobEngine first = await OpenAsync(store, TimeSpan.FromHours(1), pod =>
        {
            pod.SetResult(pod.Index);
            return Task.CompletedTask;
        }))
        {
            await first.CreateAsync(JobBuilder.Indexed("work", Indexes).Parallelism(Parallelism).Image("work"), Cancelled);
            await first.WaitAsync(new JobKey("work"), Cancelled);
        }

        await using JobEngine second = await OpenAsync(store, TimeSpan.Zero, static _ => Task.CompletedTask);
        JobReport<int> report = await second.WaitForReportAsync<int>(new JobKey("work"), Cancelled);

        Assert.Equal(Enumerable.Range(0, Indexes), report.Results.Values.Order());
    }

    [Fact]
    public async Task What_is_answered_is_safe()
    {
        var store = new InMemoryJobStore();
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using JobEngine engine = await OpenAsync(store, TimeSpan.FromHours(1), async pod =>
        {
            running.TrySetResult();
            await Task.Yield();
        });
        await engine.CreateAsync(NewJob(), Cancelled);
        Assert.NotNull(await store.FindAsync(StoredKind.Job, new JobKey("work"), Cancelled));
        await running.Task.WaitAsync(Cancelled);

        Job suspended = await engine.SuspendAsync(new JobKey("work"), Cancelled);
        StoredObject? stored = await store.FindAsync(StoredKind.Job, new JobKey("work"), Cancelled);
        Assert.True(stored!.ResourceVersion >= long.Parse(suspended.Metadata.ResourceVersion!, System.Globalization.CultureInfo.InvariantCulture));

        await engine.ResumeAsync(new JobKey("work"), Cancelled);
        await engine.WaitAsync(new JobKey("work"), Cancelled);
        Assert.True((await store.FindAsync(StoredKind.Job, new JobKey("work"), Cancelled))!.Finished);
    }

    [Fact]
    public void A_negative_lag_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new JobEngine(new InProcessPodExecutor(), new JobEngineOptions { StoreLag = TimeSpan.FromTicks(-1) }));

    private static Task<JobEngine> OpenAsync(IJobStore store, TimeSpan lag, Func<PodContext, Task> body)
    {
        var executor = new InProcessPodExecutor(new InProcessExecutorOptions { Handlers = new PodHandlers().Add("work", body) });
        return JobEngine.OpenAsync(executor, new JobEngineOptions { Store = store, StoreLag = lag }, Cancelled);
    }

    private static async Task<Job> RunAsync(JobEngine engine)
    {
        await engine.CreateAsync(NewJob(), Cancelled);
        return await engine.WaitAsync(new JobKey("work"), Cancelled);
    }

    private static Job NewJob() => JobBuilder.NonIndexed("work", Pods).Parallelism(Parallelism).IgnoreDisruptions().Image("work");

    private sealed class CountingStore(IJobStore inner) : StoreProxy(inner)
    {
        public int Starts;
        private int commits;

        public int Commits => Volatile.Read(ref commits);

        /// <summary>Whether the process is gone, for the store.</summary>
        public bool IsCut { get; set; }

        public override ValueTask CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken = default)
        {
            if (IsCut)
            {
                throw new JobStoreException(JobStoreProblem.Conflict, "The process is gone.");
            }

            Interlocked.Increment(ref commits);
            return base.CommitAsync(changes, cancellationToken);
        }
    }
}

using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Storage;
using BatchJobs.Testing;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>Whoever waits for something of an engine is told when the engine ends, however late he came.</summary>
public class ClosingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_Job_that_is_let_in_too_late_is_refused_instead_of_waited_for()
    {
        var executor = new SlowToConnect(new ScriptedPodExecutor(TimeProvider.System));
        var engine = new JobEngine(executor);
        Task<JobReport> run = engine.RunToCompletionAsync(EngineBench.NewJob());
        Task<Specs.Job> created = engine.CreateAsync(EngineBench.NewJob("other"));
        await engine.DisposeAsync();
        executor.Connected.SetResult();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => run.WaitAsync(Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => created.WaitAsync(Patience));
        Assert.Empty((await engine.ListAsync()).Items);
    }

    [Fact]
    public async Task A_watch_that_begins_after_the_end_ends()
    {
        var engine = new JobEngine(new ScriptedPodExecutor(TimeProvider.System));
        await engine.CreateAsync(EngineBench.NewJob());
        await engine.DisposeAsync();
        Task watch = Task.Run(async () =>
        {
            await foreach (JobChange _ in engine.WatchAsync())
            {
            }
        });
        await watch.WaitAsync(Patience);
    }

    [Fact]
    public async Task An_executor_that_can_not_be_closed_leaves_nobody_waiting()
    {
        var engine = new JobEngine(new UnableToClose(new ScriptedPodExecutor(TimeProvider.System)));
        Task<JobReport> run = engine.RunToCompletionAsync(EngineBench.NewJob());
        Task<List<JobChange>> watch = Task.Run(async () =>
        {
            List<JobChange> changes = [];
            await foreach (JobChange change in engine.WatchAsync())
                changes.Add(change);
            return changes;
        });
        await Assert.ThrowsAsync<IOException>(() => engine.DisposeAsync().AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => run.WaitAsync(Patience));
        await watch.WaitAsync(Patience);
        await engine.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    [Fact]
    public async Task An_executor_that_can_not_be_closed_does_not_keep_the_store()
    {
        var store = new LateStore();
        store.MayOpen.SetResult();
        JobEngine engine = await JobEngine.OpenAsync(new UnableToClose(new ScriptedPodExecutor(TimeProvider.System)), new JobEngineOptions { Store = store });
        await Assert.ThrowsAsync<IOException>(() => engine.DisposeAsync().AsTask());
        Assert.True(store.Closed.Task.IsCompleted);
    }

    [Fact]
    public async Task A_store_that_opens_when_nobody_waits_any_more_is_closed_again()
    {
        var store = new LateStore();
        using var given = new CancellationTokenSource();
        Task<JobEngine> opened = JobEngine.OpenAsync(new ScriptedPodExecutor(TimeProvider.System), new JobEngineOptions { Store = store }, given.Token);
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opened.WaitAsync(Patience));
        Assert.False(store.Closed.Task.IsCompleted);
        store.MayOpen.SetResult();
        await store.Closed.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Nothing_can_be_changed_once_the_engine_is_closed()
    {
        var engine = new JobEngine(new ScriptedPodExecutor(TimeProvider.System));
        var work = new JobKey("work");
        var nightly = new JobKey("nightly");
        await engine.CreateAsync(EngineBench.NewJob());
        await engine.CreateCronJobAsync(CronJobBuilder.Every("@daily", JobBuilder.NonIndexed("nightly").Image("busybox")));
        await engine.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.DeleteAsync(work));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.PatchAsync(work, "{}"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.SuspendAsync(work));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.DeleteCronJobAsync(nightly));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.PatchCronJobAsync(nightly, "{}"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.TriggerCronJobAsync(nightly));
        Assert.Equal("work", (await engine.GetAsync(work)).Metadata.Name);
    }

    [Fact]
    public async Task A_run_whose_Job_is_deleted_by_somebody_else_says_so()
    {
        await using var bench = new EngineBench();
        Task<JobReport> run = bench.Engine.RunToCompletionAsync(EngineBench.NewJob());
        await bench.Engine.WhenIdleAsync();
        await bench.Engine.DeleteAsync(new JobKey("work"));
        await Assert.ThrowsAsync<JobNotFoundException>(() => bench.Clock.RunUntilAsync(bench.Engine, run).WaitAsync(Patience));
    }

    [Fact]
    public async Task A_Job_that_goes_as_soon_as_it_has_finished_is_reported_to_whoever_runs_it()
    {
        await using var engine = new JobEngine(new ScriptedPodExecutor(TimeProvider.System, PodRule.ForOrdinal(0, PodScript.Fails(exitCode: 3)), PodRule.ForAll(PodScript.Succeeds())));
        for (int i = 0; i < 200; i++)
        {
            JobReport report = await engine.RunToCompletionAsync(
                EngineBench.NewJob($"work-{i}", spec => spec with { TtlSecondsAfterFinished = 0, BackoffLimit = 0 })).WaitAsync(Patience);
            Assert.Equal((false, 3), (report.Succeeded, report.Failures[0].ExitCode));
        }
    }

    private sealed class SlowToConnect(IPodExecutor inner) : ExecutorProxy(inner)
    {
        public TaskCompletionSource Connected { get; } = new();

        public override async ValueTask ConnectAsync(IPodObserver observer, CancellationToken cancellationToken = default)
        {
            await Connected.Task;
            await base.ConnectAsync(observer, cancellationToken);
        }
    }

    private sealed class LateStore() : StoreProxy(new InMemoryJobStore())
    {
        public TaskCompletionSource MayOpen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask OpenAsync(CancellationToken cancellationToken = default)
        {
            await MayOpen.Task;
            await base.OpenAsync(CancellationToken.None);
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Closed.TrySetResult();
        }
    }

    private sealed class UnableToClose(IPodExecutor inner) : ExecutorProxy(inner)
    {
        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            throw new IOException("no way");
        }
    }
}

using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Storage;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>With a store only so many Jobs are created at a time.</summary>
public class CreationTurnsTests
{
    private const int Turns = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Of_many_Jobs_created_at_once_all_are_created_and_no_more_than_some_hundred_wait_for_the_store()
    {
        var store = new ClosedStore();
        await using EngineBench bench = Bench(store);
        Task<Job>[] created = CreateAll(bench.Engine, 1_000);
        store.Opened.SetResult();
        await Task.WhenAll(created).WaitAsync(Patience);

        Assert.Equal(1_000, store.Batches.Sum());
        Assert.InRange(store.Batches.Max(), 1, Turns);
    }

    [Fact]
    public async Task Who_gives_up_before_its_turn_has_created_nothing_and_takes_no_turn()
    {
        using var impatience = new CancellationTokenSource();
        var store = new ClosedStore();
        await using EngineBench bench = Bench(store);
        Task<Job>[] created = CreateAll(bench.Engine, Turns);
        Task<Job> given = bench.Engine.CreateAsync(EngineBench.NewJob("given-up"), impatience.Token);
        Task<Job> last = bench.Engine.CreateAsync(EngineBench.NewJob("last"));
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given.WaitAsync(Patience));

        store.Opened.SetResult();
        await Task.WhenAll([.. created, last]).WaitAsync(Patience);
        Assert.Equal(Turns + 1, store.Batches.Sum());
        await Assert.ThrowsAsync<JobNotFoundException>(() => bench.Engine.GetAsync(new JobKey("given-up")));
    }

    [Fact]
    public async Task A_refused_Job_gives_its_turn_back()
    {
        var store = new ClosedStore();
        store.Opened.SetResult();
        await using EngineBench bench = Bench(store);
        await bench.Engine.CreateAsync(EngineBench.NewJob("same"));
        for (int i = 0; i < Turns; i++)
        {
            await Assert.ThrowsAsync<JobAlreadyExistsException>(() => bench.Engine.CreateAsync(EngineBench.NewJob("same")));
        }

        await bench.Engine.CreateAsync(EngineBench.NewJob("other")).WaitAsync(Patience);
    }

    [Fact]
    public async Task An_engine_that_closes_refuses_those_whose_turn_has_not_come()
    {
        var store = new ClosedStore();
        EngineBench bench = Bench(store);
        Task<Job>[] created = CreateAll(bench.Engine, Turns);
        Task<Job> late = bench.Engine.CreateAsync(EngineBench.NewJob("late"));
        Task closed = bench.Engine.DisposeAsync().AsTask();
        store.Opened.SetResult();
        await Task.WhenAll(created).WaitAsync(Patience);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => late.WaitAsync(Patience));
        await bench.AdvanceAsync(60);
        await closed.WaitAsync(Patience);
    }

    [Fact]
    public async Task Who_gives_up_while_a_Job_is_saved_waits_no_longer_and_the_Job_is_created_all_the_same()
    {
        using var impatience = new CancellationTokenSource();
        var store = new ClosedStore();
        await using EngineBench bench = Bench(store);
        Task<Job> given = bench.Engine.CreateAsync(EngineBench.NewJob("given-up"), impatience.Token);
        await store.Asked.Task.WaitAsync(Patience);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given.WaitAsync(Patience));

        store.Opened.SetResult();
        await bench.Engine.WhenIdleAsync().WaitAsync(Patience);
        Assert.Equal(1, (await bench.Engine.GetAsync(new JobKey("given-up"))).Status!.Active);
    }

    [Fact]
    public async Task A_run_that_is_given_up_while_its_Job_is_saved_leaves_no_Job()
    {
        using var impatience = new CancellationTokenSource();
        var store = new ClosedStore();
        await using EngineBench bench = Bench(store);
        Task<JobReport> given = bench.Engine.RunToCompletionAsync(EngineBench.NewJob("given-up"), impatience.Token);
        await store.Asked.Task.WaitAsync(Patience);
        await impatience.CancelAsync();
        store.Opened.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given.WaitAsync(Patience));
        await bench.AdvanceAsync(60);
        Assert.Empty((await bench.Engine.ListAsync()).Items);
    }

    [Fact]
    public async Task A_turn_is_over_before_the_pods_of_the_Job_have_been_accepted()
    {
        var store = new ClosedStore();
        store.Opened.SetResult();
        ReluctantExecutor? executor = null;
        await using EngineBench bench = new(new JobEngineOptions { Store = store }, inner => executor = new ReluctantExecutor(inner), PodRule.ForAll(PodScript.RunsForever));
        Task<Job>[] created = CreateAll(bench.Engine, Turns);

        // As it may be what the executor waits for.
        await bench.Engine.CreateAsync(EngineBench.NewJob("other", spec => spec with { Suspend = true })).WaitAsync(Patience);
        Assert.DoesNotContain(created, job => job.IsCompleted);
        executor!.Willing.SetResult();
        await Task.WhenAll(created).WaitAsync(Patience);
    }

    [Fact]
    public async Task A_store_that_never_answers_does_not_hold_up_those_whose_turn_has_not_come()
    {
        var store = new ClosedStore();
        EngineBench bench = Bench(store);
        _ = CreateAll(bench.Engine, Turns);
        Task<Job> late = bench.Engine.CreateAsync(EngineBench.NewJob("late"));
        _ = bench.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => late.WaitAsync(Patience));
        store.Opened.SetResult();
    }

    private static EngineBench Bench(ClosedStore store) => new(new JobEngineOptions { Store = store }, wrap: null, PodRule.ForAll(PodScript.RunsForever));

    private static Task<Job>[] CreateAll(JobEngine engine, int count) =>
        [.. Enumerable.Range(0, count).Select(i => engine.CreateAsync(EngineBench.NewJob($"job-{i}")))];

    /// <summary>Takes nothing before it is opened.</summary>
    private sealed class ClosedStore() : StoreProxy(new InMemoryJobStore())
    {
        public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Ends when there is something to save.</summary>
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>How many new objects were written together.</summary>
        public List<int> Batches { get; } = [];

        public override async ValueTask CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken = default)
        {
            Asked.TrySetResult();
            await Opened.Task;
            Batches.Add(changes.Count(change => change.ExpectedVersion == 0));
            await base.CommitAsync(changes, cancellationToken);
        }
    }

    /// <summary>Accepts no pod before it is willing.</summary>
    private sealed class ReluctantExecutor(IPodExecutor inner) : ExecutorProxy(inner)
    {
        public TaskCompletionSource Willing { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default)
        {
            await Willing.Task;
            await base.StartAsync(request, cancellationToken);
        }
    }
}

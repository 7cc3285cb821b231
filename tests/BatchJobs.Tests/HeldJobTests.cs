using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>Jobs that come while the executor has more to do than it gets done: they are there, and begin later.</summary>
public class HeldJobTests
{
    private static readonly PodRule AtOnce = PodRule.ForAll(PodScript.Succeeds(TimeSpan.Zero));

    [Fact]
    public async Task A_held_Job_can_be_found_and_begins_when_the_executor_has_caught_up()
    {
        BusyExecutor? executor = null;
        await using EngineBench bench = Bench(made => executor = made);
        Job created = await bench.Engine.CreateAsync(EngineBench.NewJob("held"));
        Assert.Null((await bench.Engine.GetAsync(created.Key())).Status!.StartTime);
        Assert.Empty(await bench.Engine.ListPodsAsync(created.Key()));
        await Assert.ThrowsAsync<JobAlreadyExistsException>(() => bench.Engine.CreateAsync(EngineBench.NewJob("held")));
        Task<Job> finished = bench.Engine.WaitAsync(created.Key());
        executor!.Held!.BeginNext();
        Assert.False(executor.Held.Any);
        await bench.AdvanceAsync(1);
        Assert.True((await finished).IsComplete());
    }

    [Fact]
    public async Task Jobs_begin_in_the_order_in_which_they_came_and_so_long_as_one_is_held_none_overtakes_it()
    {
        BusyExecutor? executor = null;
        await using EngineBench bench = Bench(made => executor = made);
        await bench.Engine.CreateAsync(EngineBench.NewJob("first"));
        executor!.IsBehind = false;
        await bench.Engine.CreateAsync(EngineBench.NewJob("second"));
        Assert.Equal(1, executor.Calls);
        Assert.Empty(bench.Scripted.Pods.All);
        executor.Held!.BeginNext();
        Assert.Single(await bench.Engine.ListPodsAsync(new JobKey("first")));
        Assert.Empty(await bench.Engine.ListPodsAsync(new JobKey("second")));
        executor.Held.BeginNext();
        executor.Held.BeginNext();
        Assert.Equal(2, bench.Scripted.Pods.All.Count);
        await bench.Engine.CreateAsync(EngineBench.NewJob("third"));
        Assert.Equal(3, bench.Scripted.Pods.All.Count);
        await bench.AdvanceAsync(1);
    }

    [Fact]
    public async Task What_is_asked_of_a_held_Job_is_done_when_it_begins()
    {
        BusyExecutor? executor = null;
        await using EngineBench bench = Bench(made => executor = made);
        JobKey key = (await bench.Engine.CreateAsync(EngineBench.NewJob("gone"))).Key();
        Task deleted = bench.Engine.DeleteAsync(key);
        Task<Job> finished = bench.Engine.WaitAsync(key);
        Assert.False(deleted.IsCompleted);
        executor!.Held!.BeginNext();
        await deleted;
        await Assert.ThrowsAsync<JobNotFoundException>(() => finished);
    }

    [Fact]
    public async Task An_engine_that_closes_does_not_wait_for_the_executor_to_catch_up()
    {
        await using EngineBench bench = Bench(static _ => { });
        JobKey key = (await bench.Engine.CreateAsync(EngineBench.NewJob("held"))).Key();
        Task<Job> finished = bench.Engine.WaitAsync(key);
        await bench.Engine.DisposeAsync();
        Assert.Empty(bench.Scripted.Pods.All);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => finished);
    }

    private static EngineBench Bench(Action<BusyExecutor> made) => new(
        (inner, _) =>
        {
            var busy = new BusyExecutor(inner);
            made(busy);
            return busy;
        },
        AtOnce);

    /// <summary>Says that it is behind until it is told otherwise.</summary>
    private sealed class BusyExecutor(IPodExecutor inner) : ExecutorProxy(inner), ILeasingExecutor
    {
        public bool IsBehind { get; set; } = true;

        public bool BeginsSoon(PodSpec template) => IsBehind;

        public IHeldJobs? Held { get; private set; }

        public int Calls { get; private set; }

        public void CatchUp(IHeldJobs held)
        {
            Held = held;
            Calls++;
        }

        public bool TryStart(PodRequestSource pods, long ordinal, int index, DateTimeOffset createdAt) => false;

        public void GoAhead()
        {
        }

        public bool HasUseForLease(Guid jobUid) => false;

        public void Lend(PodLease lease)
        {
        }

        public void CallBack(PodLease lease)
        {
        }

        public void JobFinished(Guid jobUid)
        {
        }
    }
}

using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Storage;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>What becomes of a Job that its store does not take.</summary>
public class RefusingStoreTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_Job_that_the_store_has_refused_was_never_there()
    {
        var store = new RefusingStore(JobStoreProblem.Conflict, times: 1);
        await using EngineBench bench = new(new JobEngineOptions { Store = store }, wrap: null, PodRule.ForAll(PodScript.Succeeds()));
        await Assert.ThrowsAsync<JobStoreException>(() => bench.Engine.CreateAsync(EngineBench.NewJob()).WaitAsync(Patience));
        await Assert.ThrowsAsync<JobNotFoundException>(() => bench.Engine.GetAsync(new JobKey("work")));

        await bench.Engine.CreateAsync(EngineBench.NewJob()).WaitAsync(Patience);
        Assert.True((await bench.FinishAsync(new JobKey("work"))).IsComplete());
    }

    [Fact]
    public async Task A_CronJob_that_has_come_to_an_end_by_its_store_is_told()
    {
        var store = new RefusingStore(JobStoreProblem.Conflict, times: 0);
        await using EngineBench bench = new(new JobEngineOptions { Store = store }, wrap: null, PodRule.ForAll(PodScript.Succeeds()));
        CronJob nightly = CronJobBuilder.Every("@daily", JobBuilder.NonIndexed("nightly").Image("busybox"));
        var key = new JobKey(nightly.Metadata.Name!);
        await bench.Engine.CreateCronJobAsync(nightly).WaitAsync(Patience);
        store.Refuse(1);
        await Assert.ThrowsAsync<JobStoreException>(() => bench.Engine.PatchCronJobAsync(key, """{"spec":{"suspend":true}}""").WaitAsync(Patience));
        await bench.Engine.WhenIdleAsync();
        Assert.Equal([key], (await bench.Engine.CheckHealthAsync()).BrokenJobs);

        store.Refuse(1);
        CronJob other = nightly with { Metadata = nightly.Metadata with { Name = "other" } };
        await Assert.ThrowsAsync<JobStoreException>(() => bench.Engine.CreateCronJobAsync(other).WaitAsync(Patience));
        Assert.Equal([key], (await bench.Engine.CheckHealthAsync()).BrokenJobs);
    }

    [Fact]
    public async Task Who_waits_for_a_store_that_fails_learns_that_the_engine_has_closed_and_not_of_a_cancellation()
    {
        var store = new RefusingStore(JobStoreProblem.Full, times: int.MaxValue);
        EngineBench bench = new(new JobEngineOptions { Store = store }, wrap: null, PodRule.ForAll(PodScript.Succeeds()));
        Task<Job>[] created = [.. Enumerable.Range(0, 300).Select(i => bench.Engine.CreateAsync(EngineBench.NewJob($"work-{i}")))];
        await store.Asked.Task.WaitAsync(Patience);
        await bench.DisposeAsync().AsTask().WaitAsync(Patience);
        foreach (Task<Job> job in created)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => job.WaitAsync(Patience));
        }
    }

    private sealed class RefusingStore(JobStoreProblem problem, int times) : StoreProxy(new InMemoryJobStore())
    {
        private int left = times;

        /// <summary>Ends when there is something to save.</summary>
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Refuse(int times) => left = times;

        public override ValueTask CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken = default)
        {
            Asked.TrySetResult();
            if (left > 0)
            {
                left--;
                throw new JobStoreException(problem, "Not now.");
            }

            return base.CommitAsync(changes, cancellationToken);
        }
    }
}

using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Storage;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>Save, act, publish, arm: nothing is done or told that is not safe.</summary>
public class EffectOrderTests
{
    private readonly List<string> journal = [];

    [Fact]
    public async Task A_state_is_saved_before_its_pods_are_started_or_released()
    {
        var store = new RecordingStore(journal);
        await using var bench = new EngineBench(
            new JobEngineOptions { Store = store },
            inner => new RecordingExecutor(inner, journal),
            PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(1))));
        JobKey key = await bench.CreateAsync();
        await bench.FinishAsync(key);
        await bench.Engine.DeleteAsync(key);
        await bench.AdvanceAsync(0);

        // What is about to go for good is not saved once more before it goes.
        List<string> expected = ["save", "start", "save", "release", "remove", "forget"];
        Assert.Equal(expected, Distinct(journal));
    }

    [Fact]
    public async Task While_a_state_cannot_be_saved_nothing_is_done()
    {
        var store = new RecordingStore(journal) { FailuresLeft = 2 };
        await using var bench = new EngineBench(
            new JobEngineOptions { Store = store },
            inner => new RecordingExecutor(inner, journal),
            PodRule.ForAll(PodScript.RunsForever));
        Task created = bench.Engine.CreateAsync(EngineBench.NewJob());
        bool saved = false;
        while (!saved)
        {
            // The engine waits on the clock for its next attempt: 1 s, then 2 s.
            saved = created.IsCompleted || (bench.Clock.AdvanceToNextTimer() && created.IsCompleted);
            await Task.Yield();
        }

        await created;
        await bench.Engine.WhenIdleAsync();
        Assert.Equal(["save failed", "save failed", "save", "start"], journal.Take(4));
        Assert.Equal(TimeSpan.FromSeconds(3), bench.Elapsed);
    }

    [Fact]
    public async Task Whoever_begins_to_wait_while_the_end_is_being_saved_waits_until_it_is_safe()
    {
        var store = new HoldingStore();
        await using var bench = new EngineBench(new JobEngineOptions { Store = store }, null, PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(1))));
        JobKey key = await bench.CreateAsync();
        bench.Clock.AdvanceToNextTimer();
        await store.EndCame.Task;

        Task<Job> waiting = bench.Engine.WaitAsync(key);
        Assert.False(waiting.IsCompleted);
        store.LetGo.SetResult();
        Assert.True((await waiting).IsComplete());
        Assert.True(bench.Engine.WaitAsync(key).IsCompletedSuccessfully);
    }

    /// <summary>Reports may come in one mail or in several; how often in a row a state is saved does not matter here.</summary>
    private static List<string> Distinct(List<string> entries)
    {
        List<string> result = [];
        foreach (string entry in entries)
        {
            if (result is not [.., var last] || last != entry)
            {
                result.Add(entry);
            }
        }

        return result;
    }

    private sealed class RecordingExecutor(IPodExecutor inner, List<string> journal) : ExecutorProxy(inner)
    {
        public override ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default)
        {
            journal.Add("start");
            return base.StartAsync(request, cancellationToken);
        }

        public override ValueTask ReleaseAsync(PodId pod, CancellationToken cancellationToken = default)
        {
            journal.Add("release");
            return base.ReleaseAsync(pod, cancellationToken);
        }

        public override ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods, CancellationToken cancellationToken = default)
        {
            journal.Add("forget");
            return base.ForgetJobAsync(jobUid, orphanPods, cancellationToken);
        }
    }

    /// <summary>Holds back the commit that brings the end of a Job.</summary>
    private sealed class HoldingStore() : StoreProxy(new InMemoryJobStore())
    {
        public TaskCompletionSource EndCame { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource LetGo { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken = default)
        {
            if (changes.Any(change => change.Finished))
            {
                EndCame.TrySetResult();
                await LetGo.Task;
            }

            await base.CommitAsync(changes, cancellationToken);
        }
    }
}

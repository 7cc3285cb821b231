using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>An executor that refuses pods is asked gently, and the Job goes on once it takes them.</summary>
public class SlowStartTests
{
    [Fact]
    public async Task After_the_first_refusal_the_rest_is_not_even_tried()
    {
        // Kubernetes test vector: the 11th request is refused; batches of 1, 2, 4 and 8 are sent, so 15 are tried and 10 exist.
        var picky = (PickyExecutor?)null;
        await using var bench = new EngineBench(null, inner => picky = new PickyExecutor(inner) { AcceptAtMost = 10 }, PodRule.ForAll(PodScript.RunsForever));
        JobKey key = await bench.CreateAsync(spec => spec with { Parallelism = 100, Completions = 200 });

        Assert.Equal(15, picky!.Asked);
        Assert.Equal(10, (await bench.Engine.GetAsync(key)).Status!.Active);
    }

    [Fact]
    public async Task Refused_pods_are_asked_for_again_after_1_2_4_seconds_and_so_on()
    {
        var picky = (PickyExecutor?)null;
        await using var bench = new EngineBench(null, inner => picky = new PickyExecutor(inner) { AcceptAtMost = 0 }, PodRule.ForAll(PodScript.RunsForever));
        JobKey key = await bench.CreateAsync(spec => spec with { Parallelism = 5, Completions = 5 });
        Assert.Equal(1, picky!.Asked);
        await bench.AdvanceAsync(0.9);
        Assert.Equal(1, picky.Asked);
        await bench.AdvanceAsync(0.2);
        Assert.Equal(2, picky.Asked);
        await bench.AdvanceAsync(2);
        Assert.Equal(3, picky.Asked);
        await bench.AdvanceAsync(4);
        Assert.Equal(4, picky.Asked);
        JobExplanation explanation = await bench.Engine.ExplainAsync(key);
        Assert.Contains("executor", explanation.WaitingFor, StringComparison.Ordinal);

        picky.AcceptAtMost = int.MaxValue;
        await bench.AdvanceAsync(8);
        Assert.Equal(5, (await bench.Engine.GetAsync(key)).Status!.Active);
    }

    [Fact]
    public async Task Each_refusal_is_an_event_but_pods_that_were_not_tried_are_not()
    {
        await using var bench = new EngineBench(null, inner => new PickyExecutor(inner) { AcceptAtMost = 1 }, PodRule.ForAll(PodScript.RunsForever));
        JobKey key = await bench.CreateAsync(spec => spec with { Parallelism = 10, Completions = 10 });
        IReadOnlyList<JobEventEntry> events = await bench.Engine.ListEventsAsync(key);

        Assert.Equal(1, events.Single(entry => entry.Reason == "SuccessfulCreate").Count);
        JobEventEntry refused = events.Single(entry => entry.Reason == "FailedCreate");
        Assert.Equal(("Warning", "Error creating: quota exceeded", 2L), (refused.Type, refused.Message, refused.Count));
    }

    [Fact]
    public async Task A_refused_replacement_keeps_the_failure_count_of_its_index()
    {
        var picky = (PickyExecutor?)null;
        await using var bench = new EngineBench(null, inner => picky = new PickyExecutor(inner), PodRule.ForAll(PodScript.Fails(TimeSpan.FromSeconds(1))));
        JobKey key = await bench.CreateAsync(spec => spec with
        {
            CompletionMode = Specs.CompletionMode.Indexed,
            Completions = 1,
            BackoffLimitPerIndex = 1,
        });
        await bench.AdvanceAsync(2);
        picky!.AcceptAtMost = 1;
        await bench.AdvanceAsync(12);
        picky.AcceptAtMost = int.MaxValue;
        Specs.Job job = await bench.FinishAsync(key);

        Assert.Equal("0", job.Status!.FailedIndexes);
        Assert.Equal(2, job.Status.Failed);
        Assert.Equal(2, bench.Scripted.Pods.All.Count);
    }

    private sealed class PickyExecutor(IPodExecutor inner) : ExecutorProxy(inner)
    {
        private int accepted;
        private int asked;

        public int AcceptAtMost { get; set; } = int.MaxValue;

        public int Asked => asked;

        public override ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref asked);
            if (Interlocked.Increment(ref accepted) <= AcceptAtMost)
            {
                return base.StartAsync(request, cancellationToken);
            }

            Interlocked.Decrement(ref accepted);
            throw new PodStartException("Forbidden", "quota exceeded");
        }
    }
}

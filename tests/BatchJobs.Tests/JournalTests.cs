using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>Events in Kubernetes' words, and the reason of every decision.</summary>
public class JournalTests
{
    [Fact]
    public async Task A_job_that_fails_has_the_events_kubernetes_would_write()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.Fails(TimeSpan.FromSeconds(1))));
        JobKey key = await bench.CreateAsync(spec => spec with { BackoffLimit = 1 });
        await bench.FinishAsync(key);
        IReadOnlyList<JobEventEntry> events = await bench.Engine.ListEventsAsync(key);

        Assert.Equal(["SuccessfulCreate", "SuccessfulCreate", "BackoffLimitExceeded"], events.Select(entry => entry.Reason));
        Assert.Equal("Job has reached the specified backoff limit", events[^1].Message);
        Assert.Equal("Warning", events[^1].Type);
    }

    [Fact]
    public async Task Every_decision_names_its_rule_count_budget_and_next_instant()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.Fails(TimeSpan.FromSeconds(1))));
        JobKey key = await bench.CreateAsync(spec => spec with { BackoffLimit = 1 });
        await bench.AdvanceAsync(2);
        JobExplanation waiting = await bench.Engine.ExplainAsync(key);

        JobDecision retry = waiting.Decisions.Last(decision => decision.Action == "RetryLater");
        Assert.Equal(("backoff", 1L, EngineBench.Start.AddSeconds(11)), (retry.Rule, retry.Count, retry.Next));
        Assert.Equal(EngineBench.Start.AddSeconds(11), waiting.NextInstant);
        Assert.Equal("The back-off after 1 failures in a row to end.", waiting.WaitingFor);

        await bench.FinishAsync(key);
        JobExplanation done = await bench.Engine.ExplainAsync(key);
        JobDecision verdict = done.Decisions.Last(decision => decision.Action == "VerdictReached");
        Assert.Equal("BackoffLimitExceeded", verdict.Rule);
        JobDecision failed = done.Decisions.Last(decision => decision.Action == "PodFailed");
        Assert.Equal((2L, 1L), (failed.Count, failed.Budget));
        Assert.Contains("has failed (BackoffLimitExceeded)", done.WaitingFor, StringComparison.Ordinal);
        Assert.Null(done.NextInstant);
    }

    [Fact]
    public async Task Events_and_ended_pods_are_bounded()
    {
        await using var bench = new EngineBench(
            new JobEngineOptions { EventHistory = 10, FinishedPodHistory = 3 },
            null,
            PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(1))));
        JobKey key = await bench.CreateAsync(spec => spec with { Completions = 50, Parallelism = 5 });
        await bench.FinishAsync(key);

        Assert.Equal(3, (await bench.Engine.ListPodsAsync(key)).Count);
        JobExplanation explanation = await bench.Engine.ExplainAsync(key);
        Assert.Equal(10, explanation.Decisions.Count);
        Assert.Equal("Finished", explanation.Decisions[^1].Action);
    }
}

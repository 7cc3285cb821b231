using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Scheduling;
using BatchJobs.Specs;
using BatchJobs.Storage;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>The code of the assembly's page, as it stands there.</summary>
public class ReadmeTests
{
    [Fact]
    public async Task An_engine_with_a_store_goes_on_where_the_one_before_it_ended()
    {
        var store = new InMemoryJobStore();
        await RunAsync(new ScriptedPodExecutor(TimeProvider.System), async engine => await engine.CreateAsync(EngineBench.NewJob()));
        await RunAsync(
            new ScriptedPodExecutor(TimeProvider.System, PodRule.ForAll(PodScript.Succeeds(TimeSpan.Zero))),
            async engine => Assert.True((await engine.WaitAsync(new JobKey("work"))).IsComplete()));

        async Task RunAsync(IPodExecutor executor, Func<JobEngine, Task> use)
        {
            await using JobEngine engine = await JobEngine.OpenAsync(executor, new JobEngineOptions { Store = store });
            await use(engine);
        }
    }

    [Fact]
    public async Task Delays_between_retries_are_those_of_the_engine_or_of_the_Job()
    {
        var options = new JobEngineOptions { PodFailureBackoff = new PodFailureBackoff { Initial = TimeSpan.FromSeconds(1), Max = TimeSpan.FromMinutes(1), Jitter = 0.2 } };
        Job patient = JobBuilder.NonIndexed("call-partner").Image("call-partner").BackoffLimit(4).Backoff(PodFailureBackoff.Parse("delays=1s/10s/1m/10m"));

        await using var bench = new EngineBench(options, null, PodRule.ForAll(PodScript.Fails()));
        Job finished = await bench.FinishAsync((await bench.Engine.CreateAsync(patient)).Key());
        Assert.Equal(5, finished.Status!.Failed);
        Assert.Equal(TimeSpan.FromSeconds(1 + 10 + 60 + 600), bench.Elapsed);
    }

    [Fact]
    public async Task Each_missed_run_is_made_up_for()
    {
        CronJob billing = CronJobBuilder.Every("0 * * * *", JobBuilder.NonIndexed("billing").Image("billing")).ForbidOverlap().CatchUp(48);

        await using var bench = new EngineBench(PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromMinutes(1))));
        await bench.Engine.CreateCronJobAsync(billing);
        await bench.AdvanceAsync(3700);
        bench.Clock.Jump(TimeSpan.FromHours(5));
        await bench.AdvanceAsync(3600 + 600);
        IReadOnlyList<JobEventEntry> events = await bench.Engine.ListCronJobEventsAsync(new JobKey("billing"));
        Assert.Equal(7, events.Count(entry => entry.Reason == "SuccessfulCreate"));
    }

    [Fact]
    public async Task Jobs_are_changed_together_and_watched_from_where_one_left_off()
    {
        await using var engine = new JobEngine(new ScriptedPodExecutor(TimeProvider.System));
        using var limit = new CancellationTokenSource();
        CancellationToken enough = limit.Token;
        Job job = EngineBench.NewJob(change: spec => spec with { Suspend = true });
        await engine.CreateAsync(job with { Metadata = job.Metadata with { Labels = new Dictionary<string, string> { ["team"] = "red" } } });

        var team = new JobListOptions { LabelSelector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["team"] = "red" } } };
        int resumed = await engine.PatchAllAsync(team with { Finished = false }, new JobPatch { Suspend = false });
        Assert.Equal(1, resumed);

        await limit.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            string seen = (await engine.ListAsync()).ResourceVersion;
            await foreach (JobChange change in engine.WatchAsync(new JobWatchOptions { ResourceVersion = seen }, enough))
            {
                Console.WriteLine($"{change.Type} {change.Job.Metadata.Name}");
            }
        });
    }

    [Fact]
    public async Task What_has_failed_is_run_again_and_nothing_else()
    {
        await using var engine = new JobEngine(new ScriptedPodExecutor(TimeProvider.System, new PodRule(new PodMatch { Job = 0, Index = 1 }, PodScript.Fails()), PodRule.ForAll(PodScript.Succeeds())));
        Job failed = await engine.CreateAsync(EngineBench.NewJob(change: spec => spec with { CompletionMode = CompletionMode.Indexed, Completions = 2, Parallelism = 2, BackoffLimitPerIndex = 0 }));
        await engine.WaitAsync(failed.Key());

        Job retry = await engine.RetryFailedIndexesAsync(failed.Key());
        Assert.True((await engine.WaitAsync(retry.Key())).IsComplete());
    }

    [Fact]
    public async Task A_scheduler_of_ones_own_decides_who_comes_first()
    {
        var executor = new ScriptedPodExecutor(TimeProvider.System, PodRule.ForAll(PodScript.Succeeds()));
        await using var engine = new JobEngine(new ScheduledPodExecutor(executor, capacity: 8, new ShortestNameFirst()));
        JobKey key = (await engine.CreateAsync(EngineBench.NewJob())).Key();
        Assert.True((await engine.WaitAsync(key)).IsComplete());
    }

    internal sealed class ShortestNameFirst : IPodScheduler
    {
        public void Schedule(SchedulingCycle cycle)
        {
            foreach (WaitingPod pod in cycle.Waiting.OrderBy(pod => pod.Request.Job.Name.Length))
            {
                if (cycle.Nodes.FirstOrDefault(node => cycle.FreeOn(node) > 0) is { } node)
                {
                    cycle.Bind(pod, node);
                }
            }
        }
    }
}

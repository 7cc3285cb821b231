using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Durability;
using BatchJobs.InProcess;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.State;
using BatchJobs.Testing;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>The metrics of Kubernetes' controllers for Jobs and CronJobs, as the engine's own.</summary>
public sealed class MetricsTests : IDisposable
{
    private readonly Meters meters = new();

    // Kubernetes: job_pod_failures_handled_by_failure_policy_total
    [Theory]
    [InlineData("FailJob")]
    [InlineData("FailIndex")]
    [InlineData("Ignore")]
    [InlineData("Count")]
    [InlineData(null)]
    public async Task Failures_that_meet_a_rule_are_counted_by_its_action(string? action)
    {
        await using EngineBench bench = Bench(PodRule.ForAttempt(0, 0, PodScript.Fails(exitCode: 42)), PodRule.ForAll(PodScript.Succeeds()));
        var rule = new PodFailurePolicyRule
        {
            Action = new PodFailureAction(action ?? "FailJob"),
            OnExitCodes = new PodFailurePolicyOnExitCodesRequirement { Operator = ExitCodeOperator.In, Values = [action is null ? 43 : 42] },
        };
        JobKey key = await bench.CreateAsync(spec => spec with
        {
            CompletionMode = CompletionMode.Indexed,
            Completions = 2,
            Parallelism = 2,
            BackoffLimitPerIndex = 2,
            PodFailurePolicy = new PodFailurePolicy { Rules = [rule] },
        });
        await bench.FinishAsync(key);
        Assert.Equal(action is null ? [] : new Dictionary<string, double> { [$"action={action}"] = 1 }, meters.Sums("batchjobs.pod_failures.handled_by_failure_policy"));
    }

    [Fact]
    public async Task Each_pod_that_meets_a_rule_is_counted_also_when_the_first_has_decided()
    {
        var options = new JobEngineOptions { MeterFactory = meters, PodReportBatchPeriod = TimeSpan.FromSeconds(1) };
        await using var bench = new EngineBench(options, null, PodRule.ForAll(PodScript.Fails(TimeSpan.FromSeconds(0.5), exitCode: 42)));
        await bench.Clock.RunUntilAsync(bench.Engine, bench.Engine.RunToCompletionAsync(
            JobBuilder.NonIndexed("ruled", completions: 3).Parallelism(3).FailJobOn(42).Image("busybox")));
        Assert.Equal(new Dictionary<string, double> { ["action=FailJob"] = 3 }, meters.Sums("batchjobs.pod_failures.handled_by_failure_policy"));
    }

    // Kubernetes: job_terminated_pods_tracking_finalizer_total
    [Fact]
    public async Task Every_pod_that_ends_is_let_go_again()
    {
        await using EngineBench bench = Bench(PodRule.ForAttempt(0, 0, PodScript.Fails()), PodRule.ForIndex(2, PodScript.RunsForever), PodRule.ForAll(PodScript.Succeeds()));
        JobKey key = await bench.CreateAsync(spec => spec with { CompletionMode = CompletionMode.Indexed, Completions = 3, Parallelism = 3, BackoffLimitPerIndex = 1 });
        await bench.AdvanceAsync(5);

        // The failed one is kept until its replacement has started.
        Assert.Equal(new Dictionary<string, double> { ["event=add"] = 2, ["event=delete"] = 1 }, meters.Sums("batchjobs.terminated_pods.tracking"));
        await bench.AdvanceAsync(60);
        await bench.Engine.DeleteAsync(key, new JobDeleteOptions { Propagation = DeletionPropagation.Foreground });
        await bench.AdvanceAsync(60);
        Assert.Equal(new Dictionary<string, double> { ["event=add"] = 3, ["event=delete"] = 3 }, meters.Sums("batchjobs.terminated_pods.tracking"));
    }

    [Fact]
    public async Task Pods_that_ended_are_let_go_with_a_Job_that_goes_at_once()
    {
        await using EngineBench bench = Bench(PodRule.ForAll(PodScript.Succeeds()));
        JobKey key = await bench.CreateAsync();
        await bench.AdvanceAsync(0.5);
        await bench.Engine.DeleteAsync(key);
        await bench.AdvanceAsync(60);
        Assert.Equal(new Dictionary<string, double> { ["event=add"] = 1, ["event=delete"] = 1 }, meters.Sums("batchjobs.terminated_pods.tracking"));
    }

    [Fact]
    public async Task Pods_that_follow_one_another_without_the_engine_are_measured_like_all_others()
    {
        await using var engine = new JobEngine(new InProcessPodExecutor(), new JobEngineOptions { MeterFactory = meters });
        await engine.RunAsync(JobBuilder.Indexed("short", completions: 3_000).Parallelism(2), static _ => Task.CompletedTask);
        Assert.Equal(new Dictionary<string, double> { ["event=add"] = 3_000, ["event=delete"] = 3_000 }, meters.Sums("batchjobs.terminated_pods.tracking"));
        Assert.Equal(new Dictionary<string, double> { ["reason=new status=succeeded"] = 3_000 }, meters.Sums("batchjobs.job.pods.creation"));
        Assert.Equal(new Dictionary<string, double> { ["completion_mode=Indexed result=succeeded"] = 3_000 }, meters.Sums("batchjobs.job.pods.finished"));
        Assert.Equal(new Dictionary<string, double> { ["backoffLimit=global status=succeeded"] = 3_000 }, meters.Sums("batchjobs.job.finished_indexes"));
    }

    // Kubernetes: job_syncs_total
    [Fact]
    public async Task Cycles_are_counted_as_often_as_they_are_timed()
    {
        await using EngineBench bench = Bench(PodRule.ForAll(PodScript.Succeeds()));
        await bench.FinishAsync(await bench.CreateAsync());
        IReadOnlyDictionary<string, double> syncs = meters.Sums("batchjobs.job.syncs");
        Assert.Equal(meters.Values("batchjobs.job.sync.duration").Count, syncs.Values.Sum());
        Assert.Equal(1, syncs["action=pods_created completion_mode=NonIndexed result=success"]);
    }

    [Fact]
    public async Task A_cycle_that_a_defect_ends_is_counted_as_an_error()
    {
        await using var bench = new EngineBench(new JobEngineOptions { MeterFactory = meters, SaveWatcher = new Defect() }, null, PodRule.ForAll(PodScript.Succeeds()));
        await Assert.ThrowsAsync<NotSupportedException>(() => bench.CreateAsync());
        Assert.Equal(1, meters.Sums("batchjobs.job.syncs")["action=reconciling completion_mode=NonIndexed result=error"]);
    }

    // Kubernetes: jobs_by_external_controller_total
    [Fact]
    public async Task Jobs_of_other_controllers_are_counted_by_their_names()
    {
        await using EngineBench bench = Bench();
        await bench.CreateAsync(spec => spec with { ManagedBy = "example.com/queue" });
        await bench.CreateAsync(spec => spec with { ManagedBy = JobDefaults.ManagedBy }, "ours");
        Assert.Equal(new Dictionary<string, double> { ["controller_name=example.com/queue"] = 1 }, meters.Sums("batchjobs.jobs.by_external_controller"));
    }

    // Kubernetes: ttl_after_finished_controller_job_deletion_duration_seconds
    [Fact]
    public async Task A_Job_that_has_outlived_its_time_is_measured_against_it_and_one_that_somebody_deletes_is_not()
    {
        await using EngineBench bench = Bench(PodRule.ForAll(PodScript.Succeeds()));
        await bench.CreateAsync(spec => spec with { TtlSecondsAfterFinished = 60 });
        JobKey deleted = await bench.CreateAsync(spec => spec with { TtlSecondsAfterFinished = 60 }, "deleted");
        await bench.AdvanceAsync(30);
        await bench.Engine.DeleteAsync(deleted, new JobDeleteOptions { Propagation = DeletionPropagation.Foreground });
        await bench.AdvanceAsync(20);
        bench.Clock.Jump(TimeSpan.FromSeconds(50));
        await bench.AdvanceAsync(60);
        Assert.Empty((await bench.Engine.ListAsync()).Items);
        Assert.InRange(Assert.Single(meters.Values("batchjobs.job.ttl_deletion.duration")), 30, 60);
    }

    // Kubernetes: cronjob_controller_job_creation_skew_duration_seconds
    [Fact]
    public async Task The_Jobs_of_a_CronJob_are_measured_against_their_activation()
    {
        await using EngineBench bench = Bench(PodRule.ForAll(PodScript.Succeeds()));
        await bench.Engine.CreateCronJobAsync(CronJobBuilder.Every("* * * * *", JobBuilder.NonIndexed("skewed").Image("busybox")));
        await bench.AdvanceAsync(150);
        Assert.All(meters.Values("batchjobs.cronjob.job.creation_skew"), skew => Assert.InRange(skew, 0, 1));
        Assert.Equal(2, meters.Values("batchjobs.cronjob.job.creation_skew").Count);
        Assert.Equal(new Dictionary<string, double> { ["result=created"] = 2 }, meters.Sums("batchjobs.cronjob.activations"));

        // The system sleeps; what was to come in half a minute comes half a minute after that.
        bench.Clock.Jump(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(20));
        await bench.AdvanceAsync(31);
        Assert.Equal(20, meters.Values("batchjobs.cronjob.job.creation_skew")[^1], tolerance: 1);
    }

    [Fact]
    public async Task An_activation_that_makes_no_Job_is_counted_once_however_often_it_is_noticed()
    {
        await using EngineBench bench = Bench(PodRule.ForAll(PodScript.RunsForever));
        CronJob cronJob = CronJobBuilder.Every("* * * * *", JobBuilder.NonIndexed("long").Image("busybox"));
        await bench.Engine.CreateCronJobAsync(cronJob with { Spec = cronJob.Spec with { ConcurrencyPolicy = ConcurrencyPolicy.Forbid, StartingDeadlineSeconds = 100 } });
        await bench.AdvanceAsync(130);
        Assert.Equal(new Dictionary<string, double> { ["result=created"] = 1, ["result=overlapping"] = 1 }, meters.Sums("batchjobs.cronjob.activations"));
        await bench.Engine.PatchCronJobAsync(new JobKey(cronJob.Metadata.Name!), """{"metadata":{"labels":{"looked":"at"}}}""");
        await bench.AdvanceAsync(1);
        Assert.Equal(1, meters.Sums("batchjobs.cronjob.activations")["result=overlapping"]);
    }

    [Fact]
    public async Task Active_pods_are_told_whenever_somebody_asks_and_by_a_closed_engine_not_at_all()
    {
        var options = new JobEngineOptions { MeterFactory = meters };
        await using (var bench = new EngineBench(options, null, PodRule.ForAll(PodScript.RunsForever)))
        {
            meters.Observe();
            await bench.CreateAsync(spec => spec with { Parallelism = 3, Completions = 3 });
            meters.Observe();
        }

        meters.Observe();
        Assert.Equal([0, 3], meters.Values("batchjobs.pods.active"));
    }

    [Fact]
    public async Task Nothing_is_timed_while_nobody_listens()
    {
        using var nobody = new Meters(listening: false);
        Assert.Equal(0, await TimestampsOfAJobAsync(nobody));
        Assert.True(await TimestampsOfAJobAsync(meters) > 0);

        static async Task<int> TimestampsOfAJobAsync(Meters meters)
        {
            var clock = new CountingClock(EngineBench.Start);
            await using var engine = new JobEngine(new ScriptedPodExecutor(clock.Virtual, PodRule.ForAll(PodScript.Succeeds())), new JobEngineOptions { MeterFactory = meters, TimeProvider = clock });
            await clock.Virtual.RunUntilAsync(engine, engine.RunToCompletionAsync(JobBuilder.NonIndexed("timed").Image("busybox")));
            return clock.Timestamps;
        }
    }

    public void Dispose() => meters.Dispose();

    private EngineBench Bench(params PodRule[] rules) => new(new JobEngineOptions { MeterFactory = meters }, null, rules);

    private sealed class CountingClock(DateTimeOffset start) : TimeProvider
    {
        private int timestamps;

        public VirtualTimeProvider Virtual { get; } = new(start);

        public int Timestamps => timestamps;

        public override long TimestampFrequency => Virtual.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => Virtual.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => Virtual.CreateTimer(callback, state, dueTime, period);

        public override long GetTimestamp()
        {
            Interlocked.Increment(ref timestamps);
            return Virtual.GetTimestamp();
        }
    }

    private sealed class Defect : ISaveWatcher
    {
        public void Saved(JobState state) => throw new NotSupportedException("a defect");

        public void Removed(Guid uid)
        {
        }
    }
}

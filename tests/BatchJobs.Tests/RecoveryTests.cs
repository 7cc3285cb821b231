using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Storage;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>An engine takes up what the one before it has left in the store.</summary>
public class RecoveryTests
{
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Pods_that_survived_are_taken_up_as_if_nothing_had_happened()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.Succeeds(TenSeconds)));
        await bench.OpenAsync();
        JobKey key = await bench.CreateAsync(spec => spec with { Completions = 4, Parallelism = 2 });
        await bench.AdvanceAsync(5);
        await bench.CrashAsync();
        await bench.OpenAsync();
        Job job = await bench.FinishAsync(key);

        Assert.Equal((4, null, 4), (job.Status!.Succeeded, job.Status.Failed, bench.Pods.Pods.All.Count));
        Assert.Equal(TimeSpan.FromSeconds(20), job.Status.CompletionTime - job.Status.StartTime);
    }

    [Fact]
    public async Task Pods_that_ended_while_no_engine_ran_are_counted_once()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.Succeeds(TenSeconds)));
        await bench.OpenAsync();
        JobKey key = await bench.CreateAsync(spec => spec with { Completions = 3, Parallelism = 3, CompletionMode = CompletionMode.Indexed });
        await bench.CrashAsync();
        await bench.AdvanceAsync(60);
        await bench.OpenAsync();

        Job job = await bench.Engine.GetAsync(key);
        Assert.Equal((3, "0-2"), (job.Status!.Succeeded, job.Status.CompletedIndexes));
        Assert.All(bench.Pods.Pods.All, pod => Assert.NotNull(pod.Released));
        Assert.Equal(3, bench.Pods.Pods.All.Count);
    }

    [Fact]
    public async Task Pods_that_died_with_the_engine_are_disruptions()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.Succeeds(TenSeconds)));
        await bench.OpenAsync();
        JobKey key = await bench.CreateAsync(spec => spec with
        {
            BackoffLimit = 0,
            PodFailurePolicy = new PodFailurePolicy
            {
                Rules = [new PodFailurePolicyRule { Action = PodFailureAction.Ignore, OnPodConditions = [new() { Type = PodConditionTypes.DisruptionTarget }] }],
            },
        });
        await bench.AdvanceAsync(5);
        await bench.CrashWithPodsAsync();
        await bench.OpenAsync();
        JobPod lost = (await bench.Engine.ListPodsAsync(key))[0];
        Job job = await bench.FinishAsync(key);

        Assert.Equal("PodLost", lost.Status.Reason);
        Assert.Equal((1, null), (job.Status!.Succeeded, job.Status.Failed));
    }

    [Fact]
    public async Task Pods_that_were_asked_for_and_never_seen_are_started_under_the_same_name_and_uid()
    {
        List<PodStartRequest> requests = [];
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.Succeeds(TenSeconds)));
        bench.Wrap = inner => new StartLosingExecutor(inner, requests);
        await bench.OpenAsync();
        JobKey key = await bench.CreateAsync(spec => spec with { Completions = 2, Parallelism = 2, CompletionMode = CompletionMode.Indexed });
        await bench.CrashAsync();
        bench.Wrap = inner => inner;
        await bench.OpenAsync();
        Job job = await bench.FinishAsync(key);

        Assert.Equal(2, job.Status!.Succeeded);
        Assert.Equal(requests.Select(request => (request.Name, request.Uid)), bench.Pods.Pods.All.Select(pod => (pod.Name, PodUidOf(requests, pod.Name))));
        Assert.Equal(requests.Select(request => request.Id), bench.Pods.Pods.All.Select(pod => pod.Id));
    }

    [Fact]
    public async Task Time_without_an_engine_counts_for_the_deadline()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.RunsForever));
        await bench.OpenAsync();
        JobKey key = await bench.CreateAsync(spec => spec with { ActiveDeadlineSeconds = 60 });
        await bench.AdvanceAsync(10);
        await bench.CrashAsync();
        await bench.AdvanceAsync(50);
        await bench.OpenAsync();

        Job job = await bench.Engine.GetAsync(key);
        Assert.Equal("DeadlineExceeded", (job.FindCondition(JobConditionTypes.FailureTarget) ?? job.FindCondition(JobConditionTypes.Failed))?.Reason);
    }

    [Fact]
    public async Task Time_without_an_engine_counts_for_the_time_to_live()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(1))));
        await bench.OpenAsync();
        JobKey gone = await bench.CreateAsync(spec => spec with { TtlSecondsAfterFinished = 60 }, "gone");
        JobKey stays = await bench.CreateAsync(spec => spec with { TtlSecondsAfterFinished = 600 }, "stays");
        await bench.AdvanceAsync(10);
        await bench.CrashAsync();
        await bench.AdvanceAsync(60);
        await bench.OpenAsync();

        await Assert.ThrowsAsync<JobNotFoundException>(() => bench.Engine.GetAsync(gone));
        Assert.True((await bench.Engine.GetAsync(stays)).IsComplete());
        Assert.Null(await bench.Store.FindAsync(StoredKind.Job, gone));
    }

    [Fact]
    public async Task A_graceful_stop_spends_no_retry_and_the_Job_goes_on_at_the_next_start()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.Succeeds(TenSeconds)));
        await bench.OpenAsync();
        JobKey key = await bench.CreateAsync(spec => spec with { Completions = 2, Parallelism = 2, BackoffLimit = 0 });
        await bench.AdvanceAsync(5);
        await bench.Engine.DisposeAsync();
        await bench.AdvanceAsync(100);
        await bench.OpenAsync();
        Job job = await bench.FinishAsync(key);

        Assert.Equal((2, null), (job.Status!.Succeeded, job.Status.Failed));
        Assert.Equal(4, bench.Pods.Pods.All.Count);
    }

    [Fact]
    public async Task A_CronJob_makes_up_for_the_latest_missed_run()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(1))));
        await bench.OpenAsync();
        await bench.Engine.CreateCronJobAsync(new CronJob
        {
            Metadata = new ObjectMeta { Name = "tick" },
            Spec = new CronJobSpec { Schedule = "*/10 * * * *", JobTemplate = new JobTemplateSpec { Spec = EngineBench.NewJob().Spec } },
        });
        await bench.AdvanceAsync(605);
        await bench.CrashAsync();
        await bench.AdvanceAsync(3600);
        await bench.OpenAsync();

        CronJob cronJob = Assert.Single(await bench.Engine.ListCronJobsAsync());
        Assert.Equal(EngineBench.Start.AddMinutes(70), cronJob.Status!.LastScheduleTime);
        Assert.Equal(["tick-31557610", "tick-31557670"], (await bench.Engine.ListAsync()).Items.Select(job => job.Metadata.Name));
        Assert.Contains(await bench.Engine.ListCronJobEventsAsync(new JobKey("tick")), entry => entry.Reason == "SawCompletedJob");
    }

    [Fact]
    public async Task A_CronJob_that_missed_more_than_a_hundred_runs_says_so_and_makes_up_for_the_latest()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(1))));
        await bench.OpenAsync();
        await bench.Engine.CreateCronJobAsync(new CronJob
        {
            Metadata = new ObjectMeta { Name = "tick" },
            Spec = new CronJobSpec { Schedule = "* * * * *", JobTemplate = new JobTemplateSpec { Spec = EngineBench.NewJob().Spec } },
        });
        await bench.AdvanceAsync(65);
        await bench.CrashAsync();
        await bench.AdvanceAsync(3 * 3600);
        await bench.OpenAsync();

        CronJob cronJob = Assert.Single(await bench.Engine.ListCronJobsAsync());
        Assert.Equal(EngineBench.Start.AddMinutes(181), cronJob.Status!.LastScheduleTime);
        Assert.Equal(2, (await bench.Engine.ListAsync()).Items.Count);
        Assert.Contains(await bench.Engine.ListCronJobEventsAsync(new JobKey("tick")), entry => entry.Reason == "TooManyMissedTimes");
    }

    [Fact]
    public async Task A_CronJob_that_catches_up_makes_up_for_each_missed_run_one_after_another()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.Succeeds(TenSeconds)));
        await bench.OpenAsync();
        await bench.Engine.CreateCronJobAsync(CronJobBuilder.Every("*/10 * * * *", JobBuilder.NonIndexed("tick").Image("busybox")).ForbidOverlap().History(100, 1).CatchUp(5));
        await bench.AdvanceAsync(605);
        await bench.CrashAsync();
        await bench.AdvanceAsync(3600);
        await bench.OpenAsync();
        await bench.AdvanceAsync(60);

        // Of the six that were missed the earliest is left out.
        IReadOnlyList<Job> jobs = (await bench.Engine.ListAsync()).Items;
        Assert.Equal([10, 30, 40, 50, 60, 70], jobs.Select(job => DateTimeOffset.Parse(job.Metadata.Annotations!["batch.kubernetes.io/cronjob-scheduled-timestamp"]) - EngineBench.Start).Select(time => time.TotalMinutes));
        Assert.All(jobs, job => Assert.True(job.IsComplete()));
        Assert.All(jobs.Skip(1).Zip(jobs.Skip(2)), pair => Assert.True(pair.First.Status!.CompletionTime <= pair.Second.Status!.StartTime));
        Assert.Contains(await bench.Engine.ListCronJobEventsAsync(new JobKey("tick")), entry => entry.Reason == "TooManyMissedTimes");
    }

    [Fact]
    public async Task A_CronJob_that_was_deleted_stays_deleted()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.RunsForever));
        await bench.OpenAsync();
        await bench.Engine.CreateCronJobAsync(new CronJob
        {
            Metadata = new ObjectMeta { Name = "tick" },
            Spec = new CronJobSpec { Schedule = "* * * * *", JobTemplate = new JobTemplateSpec { Spec = EngineBench.NewJob().Spec } },
        });
        await bench.AdvanceAsync(65);
        await bench.Engine.DeleteCronJobAsync(new JobKey("tick"));
        await bench.Engine.WhenIdleAsync();
        await bench.CrashAsync();
        await bench.OpenAsync();

        Assert.Empty(await bench.Engine.ListCronJobsAsync());
        Assert.Empty((await bench.Engine.ListAsync()).Items);
    }

    [Fact]
    public async Task Events_decisions_and_ended_pods_are_remembered()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.Succeeds(TenSeconds)));
        await bench.OpenAsync();
        JobKey key = await bench.CreateAsync(spec => spec with { Completions = 3 });
        await bench.FinishAsync(key);
        var before = (await bench.Engine.ListEventsAsync(key), (await bench.Engine.ExplainAsync(key)).Decisions, await bench.Engine.ListPodsAsync(key), await bench.Engine.GetAsync(key));
        await bench.CrashAsync();
        await bench.OpenAsync();

        Assert.Equal(before.Item1, await bench.Engine.ListEventsAsync(key));
        Assert.Equal(before.Decisions, (await bench.Engine.ExplainAsync(key)).Decisions);
        Assert.Equivalent(before.Item3, await bench.Engine.ListPodsAsync(key), strict: true);
        Assert.Equivalent(before.Item4, await bench.Engine.GetAsync(key), strict: true);
    }

    [Fact]
    public async Task A_finished_Job_that_is_changed_keeps_what_happened_to_it()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.Succeeds(TenSeconds)));
        await bench.OpenAsync();
        JobKey key = await bench.CreateAsync(spec => spec with { Completions = 3 });
        await bench.FinishAsync(key);
        var before = (Events: await bench.Engine.ListEventsAsync(key), Pods: await bench.Engine.ListPodsAsync(key));
        foreach (string label in (string[])["first", "second"])
        {
            Job job = await bench.Engine.GetAsync(key);
            await bench.Engine.UpdateAsync(job with { Metadata = job.Metadata with { Labels = new Dictionary<string, string>(job.Metadata.Labels!) { [label] = "yes" } } });
            await bench.CrashAsync();
            await bench.OpenAsync();
            Assert.Equal("yes", (await bench.Engine.GetAsync(key)).Metadata.Labels![label]);
            Assert.Equal(before.Events, await bench.Engine.ListEventsAsync(key));
            Assert.Equivalent(before.Pods, await bench.Engine.ListPodsAsync(key), strict: true);
        }

        await bench.Engine.DeleteAsync(key);
        await bench.Engine.WhenIdleAsync();
        await bench.CrashAsync();
        await bench.OpenAsync();
        Assert.Empty((await bench.Engine.ListAsync()).Items);
    }

    [Fact]
    public async Task Resource_versions_go_on_from_where_they_were()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.RunsForever));
        await bench.OpenAsync();
        JobKey key = await bench.CreateAsync();
        long before = long.Parse((await bench.Engine.GetAsync(key)).Metadata.ResourceVersion!);
        await bench.CrashAsync();
        await bench.OpenAsync();
        Job changed = await bench.Engine.SuspendAsync(key);
        Assert.True(long.Parse(changed.Metadata.ResourceVersion!) > before);
    }

    [Fact]
    public async Task A_changed_Job_is_found_as_it_was_changed()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.RunsForever));
        await bench.OpenAsync();
        JobKey key = await bench.CreateAsync();
        await bench.Engine.SuspendAsync(key);
        await bench.Engine.WhenIdleAsync();
        await bench.CrashAsync();
        await bench.OpenAsync();

        Job job = await bench.Engine.GetAsync(key);
        Assert.True(job.Spec.Suspend);
        Assert.Equal(0, job.Status!.Active ?? 0);
        Assert.Single(bench.Pods.Pods.All);
    }

    [Fact]
    public async Task No_more_finished_Jobs_are_kept_than_the_settings_say()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(1)))) { Options = new JobEngineOptions { FinishedJobLimit = 2 } };
        await bench.OpenAsync();
        foreach (string name in new[] { "b", "a", "c" })
        {
            await bench.CreateAsync(name: name);
            await bench.AdvanceAsync(2);
            await bench.CrashAsync();
            await bench.OpenAsync();
        }

        Assert.Equal(["a", "c"], (await bench.Engine.ListAsync()).Items.Select(job => job.Metadata.Name));
    }

    [Fact]
    public async Task A_CronJob_that_has_Jobs_to_delete_goes_on_at_the_next_start()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(1)))) { WrapStore = inner => new UnforgettingStore(inner) };
        await bench.OpenAsync();
        for (int i = 0; i < 50; i++)
        {
            await bench.Engine.CreateCronJobAsync(new CronJob
            {
                Metadata = new ObjectMeta { Name = $"tick-{i}" },
                Spec = new CronJobSpec { Schedule = "*/10 * * * *", SuccessfulJobsHistoryLimit = 0, JobTemplate = new JobTemplateSpec { Spec = EngineBench.NewJob().Spec } },
            });
        }

        await bench.AdvanceAsync(610);
        await bench.CrashAsync();
        bench.WrapStore = inner => inner;
        await bench.OpenAsync();
        Assert.Equal((50, 0), ((await bench.Engine.ListCronJobsAsync()).Count, (await bench.Engine.ListAsync()).Items.Count));
        await bench.CrashAsync();
        await bench.OpenAsync();
        Assert.Empty((await bench.Engine.ListAsync()).Items);
    }

    [Fact]
    public async Task Jobs_that_finish_as_an_engine_takes_them_up_count_once()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(1)))) { Options = new JobEngineOptions { FinishedJobLimit = 2_000 } };
        await bench.OpenAsync();
        for (int i = 0; i < 2_000; i++)
        {
            await bench.Engine.CreateAsync(EngineBench.NewJob($"work-{i}"));
        }

        await bench.CrashAsync();
        await bench.AdvanceAsync(60);
        await bench.OpenAsync();
        Assert.Equal(2_000, (await bench.Engine.ListAsync(new JobListOptions { Finished = true, Limit = 5_000 })).Items.Count);
    }

    [Fact]
    public async Task A_finished_Job_that_was_deleted_makes_room_for_another_one()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(1)))) { Options = new JobEngineOptions { FinishedJobLimit = 3 } };
        await bench.OpenAsync();
        await bench.FinishAsync(await bench.CreateAsync(name: "kept"));
        for (int i = 0; i < 200; i++)
        {
            JobKey key = await bench.CreateAsync(name: $"deleted-{i}");
            await bench.FinishAsync(key);
            await bench.Engine.DeleteAsync(key);
        }

        await bench.FinishAsync(await bench.CreateAsync(name: "second"));
        await bench.FinishAsync(await bench.CreateAsync(name: "third"));
        Assert.Equal(["kept", "second", "third"], (await bench.Engine.ListAsync()).Items.Select(job => job.Metadata.Name));
        await bench.FinishAsync(await bench.CreateAsync(name: "fourth"));
        await bench.Engine.WhenIdleAsync();
        Assert.Equal(["fourth", "second", "third"], (await bench.Engine.ListAsync()).Items.Select(job => job.Metadata.Name));
    }

    [Fact]
    public async Task Pods_of_a_Job_that_is_gone_are_forgotten()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.RunsForever));
        bench.Wrap = inner => new ForgetLosingExecutor(inner);
        await bench.OpenAsync();
        JobKey key = await bench.CreateAsync();
        await bench.Engine.DeleteAsync(key);
        await bench.Engine.WhenIdleAsync();
        Assert.Null(Assert.Single(bench.Pods.Pods.All).Deleted);
        await bench.CrashAsync();
        bench.Wrap = inner => inner;
        await bench.OpenAsync();
        Assert.NotNull(Assert.Single(bench.Pods.Pods.All).Deleted);
    }

    [Fact]
    public async Task An_engine_with_a_store_says_so_if_it_was_not_started()
    {
        await using var engine = new JobEngine(new ScriptedPodExecutor(TimeProvider.System), new JobEngineOptions { Store = new InMemoryJobStore() });
        Assert.Contains("StartAsync", (await Assert.ThrowsAsync<InvalidOperationException>(() => engine.ListAsync())).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => { _ = engine.GetAsync(new JobKey("work")); });
        await engine.StartAsync();
        Assert.Empty((await engine.ListAsync()).Items);
    }

    [Fact]
    public async Task Two_engines_cannot_share_a_store()
    {
        await using var bench = new RestartBench();
        await bench.OpenAsync();
        var executor = new DisposalWatch(new ScriptedPodExecutor(bench.Clock));
        JobStoreException error = await Assert.ThrowsAsync<JobStoreException>(() => JobEngine.OpenAsync(executor, new JobEngineOptions { Store = bench.Store }));
        Assert.Equal(JobStoreProblem.InUse, error.Problem);
        Assert.True(executor.Disposed);
        await bench.CreateAsync();
    }

    private static Guid PodUidOf(List<PodStartRequest> requests, string name) => requests.Single(request => request.Name == name).Uid;

    /// <summary>The engine dies before its requests reach anybody.</summary>
    private sealed class StartLosingExecutor(IPodExecutor inner, List<PodStartRequest> lost) : ExecutorProxy(inner)
    {
        public override ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default)
        {
            lost.Add(request);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class ForgetLosingExecutor(IPodExecutor inner) : ExecutorProxy(inner)
    {
        public override ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }

    private sealed class DisposalWatch(IPodExecutor inner) : ExecutorProxy(inner)
    {
        public bool Disposed { get; private set; }

        public override ValueTask DisposeAsync()
        {
            Disposed = true;
            return base.DisposeAsync();
        }
    }

    /// <summary>Keeps what was removed, as if every engine had died just before that.</summary>
    private sealed class UnforgettingStore(IJobStore inner) : StoreProxy(inner)
    {
        public override ValueTask CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken = default) =>
            base.CommitAsync([.. changes.Where(change => !change.Removes)], cancellationToken);
    }
}

using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;
using BatchJobs.Validation;

namespace BatchJobs.Tests;

/// <summary>What users do with Jobs through the client interface.</summary>
public class JobClientTests
{
    private static readonly PodRule SucceedsAfter5Seconds = PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(5)));

    [Fact]
    public async Task A_created_job_has_defaults_uid_and_generated_labels()
    {
        await using var bench = new EngineBench(SucceedsAfter5Seconds);
        Job job = await bench.Engine.CreateAsync(EngineBench.NewJob());

        Assert.Equal("default", job.Metadata.Namespace);
        Assert.Equal(1, job.Metadata.Generation);
        Assert.Equal(EngineBench.Start, job.Metadata.CreationTimestamp);
        Assert.Equal(6, job.Spec.BackoffLimit);
        Assert.Equal(job.Metadata.Uid, job.Spec.Template.Metadata!.Labels!["batch.kubernetes.io/controller-uid"]);
    }

    [Fact]
    public async Task Nulls_that_the_types_rule_out_are_refused_by_name()
    {
        await using var bench = new EngineBench();
        Job job = EngineBench.NewJob();
        Job[] jobs = [job with { Spec = null! }, job with { Metadata = job.Metadata with { Labels = new Dictionary<string, string> { ["a"] = null! } } }];
        foreach ((Job bad, string field) in jobs.Zip(["spec", "metadata.labels[a]"]))
        {
            InvalidObjectException error = await Assert.ThrowsAsync<InvalidObjectException>(() => bench.Engine.CreateAsync(bad));
            Assert.Equal(field, Assert.Single(error.Errors).Field);
        }

        Job nameless = job with { Metadata = null! };
        foreach (Func<Task> request in new Func<Task>[] { () => bench.Engine.CreateAsync(nameless), () => bench.Engine.UpdateAsync(nameless) })
        {
            Assert.Equal("metadata", Assert.Single((await Assert.ThrowsAsync<InvalidObjectException>(request)).Errors).Field);
        }
    }

    [Fact]
    public async Task An_invalid_job_is_refused_with_every_cause_and_nothing_starts()
    {
        await using var bench = new EngineBench();
        InvalidObjectException error = await Assert.ThrowsAsync<InvalidObjectException>(() =>
            bench.Engine.CreateAsync(EngineBench.NewJob(change: spec => spec with { Parallelism = -1, BackoffLimit = -2 })));

        Assert.Equal(["spec.parallelism", "spec.backoffLimit"], error.Errors.Select(cause => cause.Field));
        Assert.Empty((await bench.Engine.ListAsync()).Items);
        Assert.Empty(bench.Scripted.Pods.All);
    }

    [Fact]
    public async Task A_job_has_been_looked_at_when_its_creation_is_answered()
    {
        await using var engine = new JobEngine(new NoPodExecutor(), new JobEngineOptions { TimeProvider = new MovingTime() });
        for (int i = 0; i < 10; i++)
        {
            Job created = await engine.CreateAsync(EngineBench.NewJob($"job-{i}", spec => spec with { Suspend = true }));
            Job job = await engine.GetAsync(created.Key());
            Assert.Equal(ConditionStatus.True, job.FindCondition("Suspended")?.Status);
        }
    }

    [Fact]
    public async Task A_name_can_be_used_once()
    {
        await using var bench = new EngineBench(SucceedsAfter5Seconds);
        await bench.CreateAsync();
        JobAlreadyExistsException taken = await Assert.ThrowsAsync<JobAlreadyExistsException>(() => bench.Engine.CreateAsync(EngineBench.NewJob()));
        Assert.Equal("jobs", taken.Resource);
        Assert.StartsWith($"jobs.batch \"{taken.Key.Name}\" already exists; wait for that one", taken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_runs_to_completion_and_tells_so()
    {
        await using var bench = new EngineBench(SucceedsAfter5Seconds);
        JobKey key = await bench.CreateAsync(spec => spec with { Completions = 3, Parallelism = 2 });
        Job job = await bench.FinishAsync(key);

        Assert.True(job.IsComplete());
        Assert.Equal(3, job.Status!.Succeeded);
        Assert.Equal(TimeSpan.FromSeconds(10), bench.Elapsed);
        Assert.Equal(job.Status.CompletionTime, bench.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_failed_job_ends_the_waiting_too()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.Fails()));
        JobKey key = await bench.CreateAsync(spec => spec with { BackoffLimit = 0 });
        Job job = await bench.FinishAsync(key);

        Assert.True(job.IsFailed());
        Assert.Equal("BackoffLimitExceeded", job.FindCondition("Failed")!.Reason);
    }

    [Fact]
    public async Task Waiting_for_a_job_that_is_deleted_fails()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.RunsForever));
        JobKey key = await bench.CreateAsync();
        Task<Job> finished = bench.Engine.WaitAsync(key);
        await bench.Engine.DeleteAsync(key);

        await Assert.ThrowsAsync<JobNotFoundException>(() => finished);
        await Assert.ThrowsAsync<JobNotFoundException>(() => bench.Engine.GetAsync(key));
    }

    [Fact]
    public async Task Suspending_stops_pods_without_failures_and_resuming_starts_them_again()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.RunsForever));
        JobKey key = await bench.CreateAsync(spec => spec with { Parallelism = 2, Completions = 2 });

        Job suspended = await bench.Engine.SuspendAsync(key);
        Assert.Equal(2, suspended.Metadata.Generation);
        await bench.AdvanceAsync(1);
        Job job = await bench.Engine.GetAsync(key);
        Assert.Equal(ConditionStatus.True, job.FindCondition("Suspended")!.Status);
        Assert.Null(job.Status!.Active);
        Assert.Null(job.Status.Failed);
        Assert.Null(job.Status.StartTime);

        await bench.Engine.ResumeAsync(key);
        await bench.AdvanceAsync(1);
        job = await bench.Engine.GetAsync(key);
        Assert.Equal(ConditionStatus.False, job.FindCondition("Suspended")!.Status);
        Assert.Equal(2, job.Status!.Active);
    }

    [Fact]
    public async Task Scaling_changes_how_many_pods_run()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.RunsForever));
        JobKey key = await bench.CreateAsync(spec => spec with { Parallelism = 1, Completions = 5 });
        await bench.Engine.ScaleAsync(key, 4);
        await bench.AdvanceAsync(0);
        Assert.Equal(4, (await bench.Engine.GetAsync(key)).Status!.Active);
        await bench.Engine.ScaleAsync(key, 2);
        await bench.AdvanceAsync(0);
        Assert.Equal(2, (await bench.Engine.GetAsync(key)).Status!.Active);
        Assert.Null((await bench.Engine.GetAsync(key)).Status!.Failed);
    }

    [Fact]
    public async Task A_change_that_is_not_allowed_changes_nothing()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.RunsForever));
        JobKey key = await bench.CreateAsync(spec => spec with { Completions = 2 });
        InvalidObjectException error = await Assert.ThrowsAsync<InvalidObjectException>(() =>
            bench.Engine.PatchAsync(key, """{"spec":{"completions":5}}"""));

        Assert.Equal("spec.completions", Assert.Single(error.Errors).Field);
        Assert.Equal(2, (await bench.Engine.GetAsync(key)).Spec.Completions);
    }

    [Theory]
    [InlineData("{")] // no JSON
    [InlineData("""{"spec":{"paralelism":1}}""")] // unknown field
    [InlineData("""{"spec":{"parallelism":"many"}}""")] // wrong type
    public async Task A_patch_that_makes_no_sense_is_refused(string patch)
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.RunsForever));
        JobKey key = await bench.CreateAsync();
        await Assert.ThrowsAsync<InvalidObjectException>(() => bench.Engine.PatchAsync(key, patch));
    }

    [Fact]
    public async Task An_update_of_an_outdated_object_is_a_conflict()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.RunsForever));
        JobKey key = await bench.CreateAsync();
        Job read = await bench.Engine.GetAsync(key);
        await bench.Engine.ScaleAsync(key, 3);

        await Assert.ThrowsAsync<JobConflictException>(() => bench.Engine.UpdateAsync(read with { Spec = read.Spec with { Parallelism = 2 } }));
        Job current = await bench.Engine.GetAsync(key);
        Job updated = await bench.Engine.UpdateAsync(current with { Spec = current.Spec with { Parallelism = 2 } });
        Assert.Equal(2, updated.Spec.Parallelism);
    }

    [Fact]
    public async Task Lists_are_selected_and_paged()
    {
        await using var bench = new EngineBench(SucceedsAfter5Seconds);
        foreach (string name in new[] { "c", "a", "b" })
        {
            Job job = EngineBench.NewJob(name);
            await bench.Engine.CreateAsync(job with { Metadata = job.Metadata with { Labels = new Dictionary<string, string> { ["tier"] = name == "b" ? "low" : "high" } } });
        }

        JobList first = await bench.Engine.ListAsync(new JobListOptions { Limit = 2 });
        Assert.Equal(["a", "b"], first.Items.Select(job => job.Metadata.Name));
        JobList rest = await bench.Engine.ListAsync(new JobListOptions { Limit = 2, Continue = first.Continue });
        Assert.Equal(["c"], rest.Items.Select(job => job.Metadata.Name));
        Assert.Null(rest.Continue);
        Assert.Equal(3, (await bench.Engine.ListAsync(new JobListOptions { Limit = int.MaxValue })).Items.Count);

        var selector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["tier"] = "high" } };
        Assert.Equal(["a", "c"], (await bench.Engine.ListAsync(new JobListOptions { LabelSelector = selector })).Items.Select(job => job.Metadata.Name));
        Assert.Empty((await bench.Engine.ListAsync(new JobListOptions { Finished = true })).Items);
        await bench.AdvanceAsync(6);
        Assert.Equal(3, (await bench.Engine.ListAsync(new JobListOptions { Finished = true })).Items.Count);
    }

    [Theory]
    [InlineData(DeletionPropagation.Background)]
    [InlineData(DeletionPropagation.Orphan)]
    public async Task A_deleted_job_goes_at_once_unless_its_pods_go_first(DeletionPropagation propagation)
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.RunsForever));
        JobKey key = await bench.CreateAsync();
        await bench.Engine.DeleteAsync(key, new JobDeleteOptions { Propagation = propagation });
        await bench.AdvanceAsync(0);

        await Assert.ThrowsAsync<JobNotFoundException>(() => bench.Engine.GetAsync(key));
        Assert.Equal(propagation == DeletionPropagation.Background, Assert.Single(bench.Scripted.Pods.All).Deleted is not null);
    }

    [Fact]
    public async Task The_last_counters_of_an_orphaned_job_can_be_seen_before_it_goes()
    {
        var options = new JobEngineOptions { PodReportBatchPeriod = TimeSpan.FromSeconds(1) };
        await using var bench = new EngineBench(options, null, PodRule.ForOrdinal(0, PodScript.Succeeds(TimeSpan.FromSeconds(5))), PodRule.ForAll(PodScript.RunsForever));
        JobKey key = await bench.CreateAsync(spec => spec with { Completions = 2, Parallelism = 2 });
        await bench.AdvanceAsync(5.5);
        await using IAsyncEnumerator<JobChange> watch = bench.Engine.WatchAsync().GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        Assert.Null(watch.Current.Job.Status!.Succeeded);

        await bench.Engine.DeleteAsync(key, new JobDeleteOptions { Propagation = DeletionPropagation.Orphan });
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal((JobChangeType.Modified, 1), (watch.Current.Type, watch.Current.Job.Status!.Succeeded));
        await bench.AdvanceAsync(0);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(JobChangeType.Deleted, watch.Current.Type);
        Assert.Null(bench.Scripted.Pods.All[1].Deleted);
    }

    [Fact]
    public async Task A_job_deleted_in_the_foreground_goes_when_its_pods_have_gone()
    {
        var stopsSlowly = PodScript.RunsForever with { OnDelete = new PodDeletion { Takes = TimeSpan.FromSeconds(4) } };
        await using var bench = new EngineBench(PodRule.ForAll(stopsSlowly));
        JobKey key = await bench.CreateAsync();
        await bench.Engine.DeleteAsync(key, new JobDeleteOptions { Propagation = DeletionPropagation.Foreground });
        await bench.AdvanceAsync(3);
        Assert.NotNull((await bench.Engine.GetAsync(key)).Metadata.DeletionTimestamp);
        await bench.AdvanceAsync(2);
        await Assert.ThrowsAsync<JobNotFoundException>(() => bench.Engine.GetAsync(key));
    }

    [Fact]
    public async Task A_finished_job_goes_when_its_time_to_live_is_over()
    {
        await using var bench = new EngineBench(SucceedsAfter5Seconds);
        JobKey key = await bench.CreateAsync(spec => spec with { TtlSecondsAfterFinished = 60 });
        await bench.AdvanceAsync(64);
        Assert.True((await bench.Engine.GetAsync(key)).IsComplete());
        await bench.AdvanceAsync(2);
        await Assert.ThrowsAsync<JobNotFoundException>(() => bench.Engine.GetAsync(key));
    }

    [Fact]
    public async Task Only_the_latest_finished_jobs_are_kept()
    {
        await using var bench = new EngineBench(new JobEngineOptions { FinishedJobLimit = 2 }, null, SucceedsAfter5Seconds);
        foreach (string name in new[] { "a", "b", "c" })
        {
            JobKey key = await bench.CreateAsync(name: name);
            await bench.FinishAsync(key);
        }

        await bench.AdvanceAsync(0);
        Assert.Equal(["b", "c"], (await bench.Engine.ListAsync()).Items.Select(job => job.Metadata.Name));
    }

    [Fact]
    public async Task A_pod_can_be_deleted_and_is_replaced()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.RunsForever));
        JobKey key = await bench.CreateAsync();
        JobPod pod = Assert.Single(await bench.Engine.ListPodsAsync(key));
        await bench.Engine.DeletePodAsync(key, pod.Name);
        await bench.AdvanceAsync(11);

        Assert.Equal(2, (await bench.Engine.ListPodsAsync(key)).Count);
        Assert.Equal(1, (await bench.Engine.GetAsync(key)).Status!.Failed);
        await Assert.ThrowsAsync<JobNotFoundException>(() => bench.Engine.DeletePodAsync(key, "no-such-pod"));
    }

    [Fact]
    public async Task Pods_have_names_and_hosts_like_those_of_kubernetes()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.RunsForever));
        JobKey key = await bench.CreateAsync(spec => spec with { CompletionMode = CompletionMode.Indexed, Completions = 2, Parallelism = 2 });
        IReadOnlyList<JobPod> pods = await bench.Engine.ListPodsAsync(key);

        Assert.Equal([0, 1], pods.Select(pod => pod.Index));
        Assert.All(pods, pod => Assert.Matches($"^work-{pod.Index}-[bcdfghjklmnpqrstvwxz2456789]{{5}}$", pod.Name));
        Assert.Equal(2, pods.Select(pod => pod.Uid).Distinct().Count());
    }

    [Fact]
    public async Task A_job_managed_by_another_controller_is_left_alone()
    {
        await using var bench = new EngineBench();
        JobKey key = await bench.CreateAsync(spec => spec with { ManagedBy = "example.com/queue" });
        await bench.AdvanceAsync(60);
        Assert.Empty(bench.Scripted.Pods.All);
        Assert.Null((await bench.Engine.GetAsync(key)).Status!.StartTime);
        Assert.Contains("example.com/queue", (await bench.Engine.ExplainAsync(key)).WaitingFor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_executor_of_this_test_keeps_no_logs()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.RunsForever));
        JobKey key = await bench.CreateAsync();
        Assert.Throws<NotSupportedException>(() => bench.Engine.ReadLogAsync(key, "any"));
    }
}

using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Storage;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;
using BatchJobs.Validation;

namespace BatchJobs.Tests;

/// <summary>CronJobs in the engine: the Jobs they make, what becomes of them, and what people see of it.</summary>
public class CronJobTests
{
    private static readonly JobKey Key = new("nightly");

    [Fact]
    public async Task Every_minute_a_job_is_made_under_the_name_of_its_minute()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(5))));
        await bench.Engine.CreateCronJobAsync(Minutely());
        await bench.AdvanceAsync(150);
        JobList jobs = await bench.Engine.ListAsync();

        long firstMinute = EngineBench.Start.ToUnixTimeSeconds() / 60;
        Assert.Equal([$"nightly-{firstMinute + 1}", $"nightly-{firstMinute + 2}"], jobs.Items.Select(job => job.Metadata.Name));
        Assert.All(jobs.Items, job => Assert.True(job.IsComplete()));
        Assert.Equal("2030-01-01T00:01:00Z", jobs.Items[0].Metadata.Annotations!["batch.kubernetes.io/cronjob-scheduled-timestamp"]);
        Assert.Equal("nightly", Assert.Single(jobs.Items[0].Metadata.OwnerReferences!).Name);

        CronJob cronJob = await bench.Engine.GetCronJobAsync(Key);
        Assert.Equal(EngineBench.Start.AddMinutes(2), cronJob.Status!.LastScheduleTime);
        Assert.Null(cronJob.Status.Active);
        Assert.NotNull(cronJob.Status.LastSuccessfulTime);
    }

    [Fact]
    public async Task Old_jobs_go_by_the_history_limits()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(5))));
        await bench.Engine.CreateCronJobAsync(Minutely(spec => spec with { SuccessfulJobsHistoryLimit = 2 }));
        await bench.AdvanceAsync(600);
        Assert.Equal(2, (await bench.Engine.ListAsync()).Items.Count);
    }

    [Fact]
    public async Task A_CronJob_outlives_a_Job_that_goes_while_it_is_about_to_delete_it()
    {
        var store = new HeldStore();
        await using var bench = new EngineBench(new JobEngineOptions { Store = store }, wrap: null, PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(5))));
        await bench.Engine.CreateCronJobAsync(Minutely());
        await bench.AdvanceAsync(70);
        JobKey child = Assert.Single((await bench.Engine.ListAsync()).Items).Key();

        // The CronJob wants it to go, and as soon as that is saved it says so; by then somebody else has deleted it, which is not yet saved.
        store.Holds = true;
        Task<CronJob> patched = bench.Engine.PatchCronJobAsync(Key, """{"spec":{"successfulJobsHistoryLimit":0}}""");
        await store.Reached.Task.WaitAsync(TimeSpan.FromMinutes(2));
        Task deleted = bench.Engine.DeleteAsync(child);
        store.Released.SetResult();
        await patched;
        await deleted;
        await bench.AdvanceAsync(60);
        Assert.Equal(EngineBench.Start.AddMinutes(2), Assert.Single(await bench.Engine.ListCronJobsAsync()).Status!.LastScheduleTime);
    }

    [Fact]
    public async Task A_Job_of_an_earlier_CronJob_of_the_same_name_is_not_its_business()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(5))));
        await bench.Engine.CreateCronJobAsync(Minutely(spec => spec with { SuccessfulJobsHistoryLimit = 0 }));
        Job strange = EngineBench.NewJob("strange");
        await bench.Engine.CreateAsync(strange with
        {
            Metadata = strange.Metadata with
            {
                OwnerReferences = [new OwnerReference { ApiVersion = "batch/v1", Kind = "CronJob", Name = Key.Name, Uid = "6f2c1f7e-7d0b-4a55-9f0e-0d5f8f4e3a11", Controller = true }],
            },
        });
        await bench.AdvanceAsync(30);
        Assert.True((await bench.Engine.GetAsync(new JobKey("strange"))).IsComplete());
        Assert.Empty(await bench.Engine.ListCronJobEventsAsync(Key));
    }

    [Fact]
    public async Task Forbid_waits_for_the_run_before_and_says_so()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(90))));
        await bench.Engine.CreateCronJobAsync(Minutely(spec => spec with { ConcurrencyPolicy = ConcurrencyPolicy.Forbid }));
        await bench.AdvanceAsync(140);
        Assert.Single((await bench.Engine.ListAsync()).Items);
        Assert.Contains(await bench.Engine.ListCronJobEventsAsync(Key), entry => entry.Reason == "JobAlreadyActive");
        await bench.AdvanceAsync(20);
        Assert.Equal(2, (await bench.Engine.ListAsync()).Items.Count);
    }

    [Fact]
    public async Task Replace_deletes_the_run_before()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.RunsForever));
        await bench.Engine.CreateCronJobAsync(Minutely(spec => spec with { ConcurrencyPolicy = ConcurrencyPolicy.Replace }));
        await bench.AdvanceAsync(125);
        long firstMinute = EngineBench.Start.ToUnixTimeSeconds() / 60;
        Assert.Equal($"nightly-{firstMinute + 2}", Assert.Single((await bench.Engine.ListAsync()).Items).Metadata.Name);
        Assert.Contains(await bench.Engine.ListCronJobEventsAsync(Key), entry => entry.Reason == "SuccessfulDelete");
    }

    [Fact]
    public async Task A_suspended_cron_job_makes_nothing_until_it_is_resumed()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.Succeeds()));
        await bench.Engine.CreateCronJobAsync(Minutely(spec => spec with { Suspend = true }));
        await bench.AdvanceAsync(300);
        Assert.Empty((await bench.Engine.ListAsync()).Items);
        await bench.Engine.PatchCronJobAsync(Key, """{"spec":{"suspend":false}}""");
        await bench.AdvanceAsync(1);
        Assert.Single((await bench.Engine.ListAsync()).Items);
    }

    [Fact]
    public async Task A_run_can_be_started_by_hand()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.Succeeds()));
        await bench.Engine.CreateCronJobAsync(Minutely(spec => spec with { Schedule = "0 0 1 1 *" }));
        Job named = await bench.Engine.TriggerCronJobAsync(Key, "by-hand");
        Job unnamed = await bench.Engine.TriggerCronJobAsync(Key);

        Assert.Equal("by-hand", named.Metadata.Name);
        Assert.Matches("^nightly-manual-[a-z0-9]{5}$", unnamed.Metadata.Name!);
        Assert.Equal("manual", named.Metadata.Annotations!["cronjob.kubernetes.io/instantiate"]);
        await Assert.ThrowsAsync<JobNotFoundException>(() => bench.Engine.TriggerCronJobAsync(new JobKey("no-such")));
    }

    [Theory]
    [InlineData(DeletionPropagation.Background, 0)]
    [InlineData(DeletionPropagation.Foreground, 0)]
    [InlineData(DeletionPropagation.Orphan, 1)]
    public async Task A_deleted_cron_job_takes_its_jobs_along_unless_they_are_orphaned(DeletionPropagation propagation, int left)
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.RunsForever));
        await bench.Engine.CreateCronJobAsync(Minutely());
        await bench.AdvanceAsync(70);
        await bench.Engine.DeleteCronJobAsync(Key, new JobDeleteOptions { Propagation = propagation });
        await bench.AdvanceAsync(200);

        IReadOnlyList<Job> jobs = (await bench.Engine.ListAsync()).Items;
        Assert.Equal(left, jobs.Count);
        Assert.All(jobs, job => Assert.Null(job.Metadata.OwnerReferences));
        await Assert.ThrowsAsync<JobNotFoundException>(() => bench.Engine.GetCronJobAsync(Key));
    }

    [Fact]
    public async Task A_bad_cron_job_is_refused_and_a_name_can_be_used_once()
    {
        await using var bench = new EngineBench();
        InvalidObjectException error = await Assert.ThrowsAsync<InvalidObjectException>(() => bench.Engine.CreateCronJobAsync(Minutely(spec => spec with { Schedule = "61 * * * *" })));
        Assert.Equal("spec.schedule", Assert.Single(error.Errors).Field);
        await bench.Engine.CreateCronJobAsync(Minutely());
        await Assert.ThrowsAsync<JobAlreadyExistsException>(() => bench.Engine.CreateCronJobAsync(Minutely()));
        Assert.Single(await bench.Engine.ListCronJobsAsync());
    }

    [Fact]
    public async Task A_year_of_a_daily_cron_job_keeps_nothing_but_its_history()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(1))));
        await bench.Engine.CreateCronJobAsync(Minutely(spec => spec with { Schedule = "0 0 * * *" }));
        await bench.AdvanceAsync(TimeSpan.FromDays(365).TotalSeconds + 10);
        Assert.Equal(3, (await bench.Engine.ListAsync()).Items.Count);
        Assert.Equal(EngineBench.Start.AddDays(365), (await bench.Engine.GetCronJobAsync(Key)).Status!.LastScheduleTime);
    }

    [Fact]
    public async Task Ten_thousand_of_them_share_one_timer_that_rests_until_the_first_is_due()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.Succeeds()));
        for (int i = 0; i < 10_000; i++)
        {
            await bench.Engine.CreateCronJobAsync(CronJobBuilder.Every($"{i % 60} {i / 60 % 24} * * *", JobBuilder.NonIndexed($"cj-{i}").Image("busybox")));
        }

        await bench.Engine.WhenIdleAsync();
        Assert.Equal(1, bench.Clock.TimerCount);

        // Those of minute 0 of hour 0 were due when they came, a moment ago; the first of the others are due in a minute.
        Assert.Equal(EngineBench.Start.AddMinutes(1), bench.Clock.NextTimer!.Value, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task After_a_sleep_of_the_system_the_latest_missed_run_is_made_up_for_and_no_other()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.Succeeds()));
        await bench.Engine.CreateCronJobAsync(Minutely());
        await bench.AdvanceAsync(61);
        bench.Clock.Jump(TimeSpan.FromHours(8));
        await bench.AdvanceAsync(60);
        Assert.Equal([1, (8 * 60) + 2], (await bench.Engine.ListAsync()).Items.Select(MinuteOf).Order());
    }

    [Fact]
    public async Task Catching_up_is_a_matter_of_an_annotation_that_can_be_patched_and_has_to_be_readable()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.Succeeds()));
        await bench.Engine.CreateCronJobAsync(Minutely(spec => spec with { SuccessfulJobsHistoryLimit = 100 }));
        await bench.AdvanceAsync(61);
        await bench.Engine.PatchCronJobAsync(Key, CatchingUp("3"));
        var patched = await Assert.ThrowsAsync<InvalidObjectException>(() => bench.Engine.PatchCronJobAsync(Key, CatchingUp("all")));
        var created = await Assert.ThrowsAsync<InvalidObjectException>(() => bench.Engine.CreateCronJobAsync(CronJobBuilder.Every("@daily", JobBuilder.NonIndexed("other").Image("busybox")).CatchUp(0)));
        bench.Clock.Jump(TimeSpan.FromHours(8));
        await bench.AdvanceAsync(60);

        Assert.Equal([1, 480, 481, 482], (await bench.Engine.ListAsync()).Items.Select(MinuteOf).Order());
        Assert.Equal("CronJob.batch \"nightly\" is invalid: metadata.annotations[batchjobs/catch-up]: Invalid value: \"all\": must be the number of missed runs to make up for, from 1 to 1000", patched.Message);
        Assert.Equal("metadata.annotations[batchjobs/catch-up]", Assert.Single(created.Errors).Field);
    }

    [Fact]
    public async Task A_clock_set_back_runs_nothing_twice_and_goes_on_where_it_was()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.Succeeds()));
        await bench.Engine.CreateCronJobAsync(Minutely(spec => spec with { SuccessfulJobsHistoryLimit = 100 }));
        await bench.AdvanceAsync(10 * 60 + 1);
        bench.Clock.Jump(TimeSpan.FromMinutes(-5));
        await bench.AdvanceAsync(7 * 60);
        Assert.Equal(Enumerable.Range(1, 12).Select(minute => (long)minute), (await bench.Engine.ListAsync()).Items.Select(MinuteOf).Order());
    }

    private static string CatchingUp(string runs) => $$"""{ "metadata": { "annotations": { "{{CronJob.CatchUpAnnotation}}": "{{runs}}" } } }""";

    private static long MinuteOf(Job job) => long.Parse(job.Metadata.Name!.Split('-')[^1]) - (EngineBench.Start.ToUnixTimeSeconds() / 60);

    private static CronJob Minutely(Func<CronJobSpec, CronJobSpec>? change = null)
    {
        var spec = new CronJobSpec { Schedule = "* * * * *", JobTemplate = new JobTemplateSpec { Spec = EngineBench.NewJob().Spec } };
        return new CronJob { Metadata = new ObjectMeta { Name = Key.Name }, Spec = change?.Invoke(spec) ?? spec };
    }

    /// <summary>Holds what comes first once it is told to, and takes its time with removals, so that others go on meanwhile.</summary>
    private sealed class HeldStore() : StoreProxy(new InMemoryJobStore())
    {
        public bool Holds { get; set; }

        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken = default)
        {
            if (Holds && Reached.TrySetResult())
            {
                await Released.Task;
            }

            for (int i = 0; i < 2_000 && changes.Any(change => change.Removes); i++)
            {
                await Task.Yield();
            }

            await base.CommitAsync(changes, cancellationToken);
        }
    }
}

using BatchJobs.Cron;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Core.Tests.Cron;

public class CronJobStateMachineTests
{
    private static readonly CronJobSpec Minutely = new() { Schedule = "* * * * *" };
    private static readonly CronJobSpec Hourly = new() { Schedule = "0 * * * *" };

    [Fact]
    public void A_new_CronJob_waits_for_its_first_activation()
    {
        var world = new CronJobWorld(Minutely, "2025-06-01T10:00:20Z");

        Assert.Empty(world.Commands);
        Assert.Empty(world.Notices);
        Assert.Equal(DateTimeOffset.Parse("2025-06-01T10:01:00.1Z"), world.Wakeup);
        Assert.Equal(new CronJobStatus(), world.Status);
    }

    [Fact]
    public void A_run_that_is_due_is_started_and_becomes_active_once_it_exists()
    {
        var world = new CronJobWorld(Minutely, "2025-06-01T10:00:20Z");
        world.RunUntil("2025-06-01T10:01:30Z");

        Assert.Equal(["cj-29146201"], world.Started.Select(run => run.Job.Metadata.Name));
        Assert.Equal(["SuccessfulCreate"], world.Reasons);
        Assert.Equal("Created job cj-29146201", world.Notices[0].Message);
        Assert.Equal(DateTimeOffset.Parse("2025-06-01T10:01:00Z"), world.Status.LastScheduleTime);
        ObjectReference active = Assert.Single(world.Status.Active!);
        Assert.Equal(("batch/v1", "Job", "default", "cj-29146201"), (active.ApiVersion, active.Kind, active.Namespace, active.Name));
        Assert.Equal(world.Jobs["cj-29146201"].Uid.ToString(), active.Uid);
        Assert.Equal(DateTimeOffset.Parse("2025-06-01T10:02:00.1Z"), world.Wakeup);
    }

    [Theory]
    [InlineData(ChildJobOutcome.Complete, "Saw completed job: cj-29146201, condition: Complete", "2025-06-01T10:01:10.1Z")]
    [InlineData(ChildJobOutcome.Failed, "Saw completed job: cj-29146201, condition: Failed", null)]
    public void An_ended_run_is_no_longer_active(object outcome, string message, string? successful)
    {
        var world = new CronJobWorld(Minutely, "2025-06-01T10:00:20Z") { Script = _ => (TimeSpan.FromSeconds(10), (ChildJobOutcome)outcome) };
        world.RunUntil("2025-06-01T10:01:30Z");

        Assert.Equal(["SuccessfulCreate", "SawCompletedJob"], world.Reasons);
        Assert.Equal(message, world.Notices[1].Message);
        Assert.Null(world.Status.Active);
        Assert.Equal(successful is null ? null : DateTimeOffset.Parse(successful), world.Status.LastSuccessfulTime);
    }

    [Fact]
    public void The_last_successful_time_is_that_of_the_latest_completion_and_does_not_need_an_active_Job()
    {
        var world = new CronJobWorld(Hourly, "2025-06-01T10:00:20Z");
        DateTimeOffset late = DateTimeOffset.Parse("2025-06-01T10:20:00Z");
        world.Step(CronJobEvent.ChildChanged(new("b", Guid.NewGuid(), ChildJobOutcome.Complete, CompletionTime: late)));
        world.Step(CronJobEvent.ChildChanged(new("a", Guid.NewGuid(), ChildJobOutcome.Complete, CompletionTime: late.AddMinutes(-9))));

        Assert.Equal(late, world.Status.LastSuccessfulTime);
        Assert.Empty(world.Notices);
    }

    [Fact]
    public void A_Job_that_nobody_asked_for_is_noticed_and_not_adopted()
    {
        var world = new CronJobWorld(Hourly, "2025-06-01T10:00:20Z");
        world.Appear("by-hand");

        Assert.Equal([(true, "UnexpectedJob", "Saw a job that the controller did not create or forgot: by-hand")], world.Notices.Select(Words));
        Assert.Null(world.Status.Active);
    }

    [Fact]
    public void An_active_Job_that_is_gone_is_missed()
    {
        var world = new CronJobWorld(Minutely, "2025-06-01T10:00:20Z");
        world.RunUntil("2025-06-01T10:01:30Z");
        world.Vanish("cj-29146201");

        Assert.Equal((false, "MissingJob", "Active job went missing: cj-29146201"), Words(world.Notices[^1]));
        Assert.Null(world.Status.Active);
        Assert.Empty(world.State.Children);
        Assert.Single(world.Started);
    }

    [Fact]
    public void A_Job_that_ended_and_went_in_one_go_has_completed_and_is_not_missed()
    {
        var world = new CronJobWorld(Minutely, "2025-06-01T10:00:20Z");
        world.RunUntil("2025-06-01T10:01:30Z");
        ChildJobReport job = world.Jobs["cj-29146201"];
        world.Step(
            CronJobEvent.ChildChanged(job with { Outcome = ChildJobOutcome.Complete, CompletionTime = world.Now }),
            CronJobEvent.ChildRemoved(job.Name, job.Uid));

        Assert.Equal("SawCompletedJob", world.Notices[^1].Reason);
        Assert.Equal(world.Now, world.Status.LastSuccessfulTime);
        Assert.Empty(world.State.Children);
    }

    [Fact]
    public void Finished_Jobs_beyond_the_limits_are_deleted_oldest_first()
    {
        var world = new CronJobWorld(Minutely with { SuccessfulJobsHistoryLimit = 2 }, "2025-06-01T10:00:20Z")
        {
            Script = n => (TimeSpan.FromSeconds(10), n % 3 == 2 ? ChildJobOutcome.Failed : ChildJobOutcome.Complete),
        };
        world.RunUntil("2025-06-01T10:07:30Z");

        // Complete: 1, 2, 4, 5, 7; failed: 3, 6, of which one is kept by default.
        Assert.Equal(["cj-29146201", "cj-29146202", "cj-29146203", "cj-29146204"], world.Deleted.Select(deletion => deletion.Name).Order());
        Assert.Equal(["cj-29146205", "cj-29146206", "cj-29146207"], world.Jobs.Keys.Order());
        Assert.Equal("Deleted job cj-29146201", world.Notices.First(notice => notice.Reason == "SuccessfulDelete").Message);
    }

    [Fact]
    public void Jobs_of_the_history_are_ordered_by_start_then_by_name()
    {
        var world = new CronJobWorld(Hourly with { SuccessfulJobsHistoryLimit = 2 }, "2025-06-01T10:00:20Z");
        DateTimeOffset start = world.Now;
        ChildJobReport Done(string name, DateTimeOffset? startTime) => new(name, Guid.NewGuid(), ChildJobOutcome.Complete, startTime, start);
        world.Step([.. new[] { Done("never-started", null), Done("b", start), Done("a", start), Done("old", start.AddHours(-1)) }.Select(CronJobEvent.ChildChanged)]);

        Assert.Equal(["old", "a"], world.Deleted.Select(deletion => deletion.Name));
    }

    [Fact]
    public void With_limits_of_zero_a_finished_Job_is_deleted_at_once_and_its_success_remembered()
    {
        var world = new CronJobWorld(Minutely with { SuccessfulJobsHistoryLimit = 0, FailedJobsHistoryLimit = 0 }, "2025-06-01T10:00:20Z")
        {
            Script = _ => (TimeSpan.FromSeconds(10), ChildJobOutcome.Complete),
        };
        world.RunUntil("2025-06-01T10:01:30Z");

        Assert.Equal(["SuccessfulCreate", "SuccessfulDelete"], world.Reasons);
        Assert.Equal(DateTimeOffset.Parse("2025-06-01T10:01:10.1Z"), world.Status.LastSuccessfulTime);
        Assert.Null(world.Status.Active);
    }

    [Fact]
    public void Allow_lets_runs_overlap()
    {
        var world = new CronJobWorld(Minutely with { ConcurrencyPolicy = ConcurrencyPolicy.Allow }, "2025-06-01T10:00:20Z");
        world.RunUntil("2025-06-01T10:03:30Z");

        Assert.Equal(3, world.Status.Active!.Count);
    }

    [Fact]
    public void Forbid_skips_while_a_run_goes_on_and_does_not_advance_the_last_schedule_time()
    {
        var world = new CronJobWorld(Minutely with { ConcurrencyPolicy = ConcurrencyPolicy.Forbid }, "2025-06-01T10:00:20Z");
        world.RunUntil("2025-06-01T10:03:30Z");

        Assert.Single(world.Started);
        Assert.Equal(["SuccessfulCreate", "JobAlreadyActive", "JobAlreadyActive"], world.Reasons);
        Assert.Equal("Not starting job because prior execution is running and concurrency policy is Forbid", world.Notices[^1].Message);
        Assert.Equal(DateTimeOffset.Parse("2025-06-01T10:01:00Z"), world.Status.LastScheduleTime);
        Assert.Equal(DateTimeOffset.Parse("2025-06-01T10:04:00.1Z"), world.Wakeup);
    }

    [Fact]
    public void Replace_deletes_the_earlier_run_before_it_starts_the_next()
    {
        var world = new CronJobWorld(Minutely with { ConcurrencyPolicy = ConcurrencyPolicy.Replace }, "2025-06-01T10:00:20Z");
        world.RunUntil("2025-06-01T10:02:30Z");

        Assert.Equal(
            [(CronJobCommandKind.StartJob, "cj-29146201"), (CronJobCommandKind.DeleteJob, "cj-29146201"), (CronJobCommandKind.StartJob, "cj-29146202")],
            world.Commands.Select(command => (command.Kind, command.Name)));
        Assert.Equal(["SuccessfulCreate", "SuccessfulDelete", "SuccessfulCreate"], world.Reasons);
        Assert.Equal(["cj-29146202"], world.Status.Active!.Select(active => active.Name));
    }

    [Fact]
    public void A_suspended_CronJob_starts_nothing_and_sets_no_timer()
    {
        var world = new CronJobWorld(Minutely with { Suspend = true }, "2025-06-01T10:00:20Z");

        Assert.Null(world.Wakeup);
        Assert.Empty(world.Commands);
    }

    [Theory]

    // Without a deadline the most recent missed run is made up for, with one only if it is still in time.
    [InlineData(null, 1)]
    [InlineData(15L, 0)]
    [InlineData(45L, 1)]
    [InlineData(long.MaxValue, 1)]
    public void A_resumed_CronJob_makes_up_for_the_latest_missed_run_if_the_deadline_allows(long? deadline, int runs)
    {
        var world = new CronJobWorld(Minutely with { Suspend = true, StartingDeadlineSeconds = deadline }, "2025-06-01T10:00:20Z");
        world.RunUntil("2025-06-01T10:05:30Z");
        world.ChangeSpec(spec => spec with { Suspend = false });

        Assert.Equal(runs, world.Started.Count);
        Assert.All(world.Started, run => Assert.Equal("cj-29146205", run.Job.Metadata.Name));
        Assert.Equal(DateTimeOffset.Parse("2025-06-01T10:06:00.1Z"), world.Wakeup);
    }

    [Fact]
    public void Trap_40_more_than_a_hundred_missed_runs_collapse_into_one_with_a_warning()
    {
        var world = new CronJobWorld(Minutely with { Suspend = true }, "2025-06-01T10:00:20Z");
        world.RunUntil("2025-06-01T12:00:30Z");
        world.ChangeSpec(spec => spec with { Suspend = false });

        Assert.Equal(["cj-29146320"], world.Started.Select(run => run.Job.Metadata.Name));
        Assert.Equal(["TooManyMissedTimes", "SuccessfulCreate"], world.Reasons);
        Assert.Equal(
            (true, "TooManyMissedTimes", "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew"),
            Words(world.Notices[0]));
    }

    [Fact]
    public void A_missed_run_outside_the_deadline_is_not_looked_for()
    {
        var world = new CronJobWorld(new CronJobSpec { Schedule = "0,1,2 10 * * *", StartingDeadlineSeconds = 70, Suspend = true }, "2025-06-01T09:00:00Z");
        world.RunUntil("2025-06-01T10:03:11Z");
        world.ChangeSpec(spec => spec with { Suspend = false });

        Assert.Empty(world.Started);
        Assert.Empty(world.Notices);
        Assert.Equal(DateTimeOffset.Parse("2025-06-02T10:00:00.1Z"), world.Wakeup);
    }

    [Fact]
    public void A_missed_time_is_written_in_UTC_with_a_numeric_zone() => Assert.Equal(
        (true, "MissSchedule", "Missed scheduled time to start a job: Sun, 01 Jun 2025 08:01:00 +0000"),
        Words(CronJobNotice.MissSchedule(DateTimeOffset.Parse("2025-06-01T10:01:00+02:00"))));

    [Fact]
    public void A_changed_schedule_counts_from_its_next_activation()
    {
        var world = new CronJobWorld(Hourly, "2025-06-01T09:59:50Z");
        world.RunUntil("2025-06-01T10:30:30Z");
        world.ChangeSpec(spec => spec with { Schedule = "*/10 * * * *" });

        // 10:10 to 10:30 have passed under the new schedule; the next is 10:40.
        Assert.Single(world.Started);
        Assert.Equal(DateTimeOffset.Parse("2025-06-01T10:40:00.1Z"), world.Wakeup);
    }

    [Fact]
    public void Any_other_change_is_looked_at_at_once()
    {
        var world = new CronJobWorld(Minutely with { ConcurrencyPolicy = ConcurrencyPolicy.Forbid }, "2025-06-01T10:00:20Z");
        world.RunUntil("2025-06-01T10:02:30Z");
        world.ChangeSpec(spec => spec with { ConcurrencyPolicy = ConcurrencyPolicy.Allow });

        Assert.Equal(["cj-29146201", "cj-29146202"], world.Started.Select(run => run.Job.Metadata.Name));
    }

    [Fact]
    public void A_template_applies_to_the_runs_that_follow()
    {
        var world = new CronJobWorld(Minutely, "2025-06-01T10:00:20Z");
        world.RunUntil("2025-06-01T10:01:30Z");
        world.ChangeSpec(spec => spec with { JobTemplate = new JobTemplateSpec { Spec = new JobSpec { Completions = 7 } } });
        world.RunUntil("2025-06-01T10:02:30Z");

        Assert.Equal([null, 7], world.Started.Select(run => run.Job.Spec.Completions));
    }

    [Theory]
    [InlineData("59 23 31 2 *", null, "InvalidSchedule", "invalid schedule: 59 23 31 2 * : time difference between two schedules is less than 1 second")]
    [InlineData("x \"y\"", null, "UnparseableSchedule", "unparseable schedule: \"x \\\"y\\\"\" : expected exactly 5 fields, found 2: [x \"y\"]")]
    [InlineData("* * * * *", "Mars/Olympus", "UnknownTimeZone", "invalid timeZone: \"Mars/Olympus\": unknown time zone Mars/Olympus")]
    public void A_schedule_without_answer_is_reported_and_sets_no_timer(string schedule, string? zone, string reason, string message)
    {
        var world = new CronJobWorld(new CronJobSpec { Schedule = schedule, TimeZone = zone }, "2025-06-01T10:00:20Z");

        Assert.Equal([(true, reason, message)], world.Notices.Select(Words));
        Assert.Null(world.Wakeup);
    }

    [Fact]
    public void A_change_to_a_date_that_does_not_come_is_reported_at_once()
    {
        var world = new CronJobWorld(Minutely, "2025-06-01T10:00:20Z");
        world.ChangeSpec(spec => spec with { Schedule = "0 0 31 2 *" });
        Assert.Equal(["InvalidSchedule"], world.Reasons);

        world.ChangeSpec(spec => spec with { Schedule = "oops" });
        Assert.Equal((true, "UnParseableCronJobSchedule", "unparseable schedule for cronjob: expected exactly 5 fields, found 1: [oops]"), Words(world.Notices[^1]));
    }

    [Fact]
    public void A_zone_in_the_schedule_is_obeyed_and_frowned_upon()
    {
        var world = new CronJobWorld(new CronJobSpec { Schedule = "CRON_TZ=Asia/Tokyo 0 9 * * *" }, "2025-06-01T10:00:00Z");

        Assert.Equal(DateTimeOffset.Parse("2025-06-02T00:00:00.1Z"), world.Wakeup);
        Assert.Equal(
            (true, "UnsupportedSchedule", "CRON_TZ or TZ used in schedule \"CRON_TZ=Asia/Tokyo 0 9 * * *\" is not officially supported, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details"),
            Words(world.Notices[0]));
    }

    [Fact]
    public void A_refused_run_is_tried_again_with_growing_delays_until_the_next_one_takes_its_place()
    {
        var world = new CronJobWorld(Minutely, "2025-06-01T10:00:20Z") { Refuse = job => CronJobEvent.JobRefused(job.Metadata.Name!, "no room") };
        world.RunUntil("2025-06-01T10:01:59Z");

        Assert.All(world.Notices, notice => Assert.Equal((true, "FailedCreate", "Error creating job: no room"), Words(notice)));

        // At 0.1 s and then after 5, 15, 35 ... ms, up to 40.96 s.
        Assert.Equal(14, world.Notices.Count);
        Assert.Null(world.Status.LastScheduleTime);

        world.Refuse = _ => null;
        world.RunUntil("2025-06-01T10:03:00Z");
        Assert.Equal(["cj-29146202"], world.Started.Select(run => run.Job.Metadata.Name));
    }

    [Fact]
    public void A_run_whose_name_belongs_to_another_Job_is_skipped()
    {
        var world = new CronJobWorld(Minutely, "2025-06-01T10:00:20Z")
        {
            Refuse = job => job.Metadata.Name == "cj-29146201" ? CronJobEvent.JobNameTaken(job.Metadata.Name) : null,
        };
        world.RunUntil("2025-06-01T10:02:30Z");

        Assert.Equal(["cj-29146202"], world.Started.Select(run => run.Job.Metadata.Name));
        Assert.Equal(["SuccessfulCreate"], world.Reasons);
    }

    [Fact]
    public void A_run_that_a_crash_left_behind_is_taken_over_without_a_second_event()
    {
        var world = new CronJobWorld(Minutely, "2025-06-01T10:00:20Z");
        world.RunUntil("2025-06-01T10:00:59Z");
        var lost = new ChildJobReport("cj-29146201", Guid.NewGuid(), StartTime: world.Now);
        world.Jobs.Add(lost.Name, lost);
        world.RunUntil("2025-06-01T10:01:30Z");

        Assert.Empty(world.Started);
        Assert.Empty(world.Notices);
        Assert.Equal([lost.Uid.ToString()], world.Status.Active!.Select(active => active.Uid));
        Assert.Equal(DateTimeOffset.Parse("2025-06-01T10:01:00Z"), world.Status.LastScheduleTime);
    }

    [Fact]
    public void News_of_a_Job_may_come_before_the_answer_to_the_command()
    {
        var world = new CronJobWorld(Minutely, "2025-06-01T10:00:20Z");
        var early = new ChildJobReport("cj-29146201", Guid.NewGuid());
        world.Refuse = job => CronJobEvent.ChildChanged(early);
        world.RunUntil("2025-06-01T10:01:30Z");
        world.Step(CronJobEvent.JobCreated(early.Name, early.Uid));

        Assert.Equal(["SuccessfulCreate"], world.Reasons);
        Assert.Single(world.Status.Active!);
    }

    [Fact]
    public void A_Job_of_the_same_name_with_another_uid_is_another_Job()
    {
        var world = new CronJobWorld(Minutely, "2025-06-01T10:00:20Z");
        world.RunUntil("2025-06-01T10:01:30Z");
        world.Step(CronJobEvent.ChildChanged(new("cj-29146201", Guid.NewGuid())));

        Assert.Equal(["SuccessfulCreate", "MissingJob", "UnexpectedJob"], world.Reasons);
        Assert.Null(world.Status.Active);
    }

    [Fact]
    public void After_a_restart_a_run_that_was_decided_and_never_created_is_decided_anew()
    {
        var world = new CronJobWorld(Minutely, "2025-06-01T10:00:20Z");
        world.Refuse = _ => CronJobEvent.WakeupReached(); // The command is lost.
        world.RunUntil("2025-06-01T10:01:30Z");
        Assert.Single(world.Commands);

        world.Refuse = _ => null;
        world.Restart();
        Assert.Equal(["cj-29146201"], world.Started.Select(run => run.Job.Metadata.Name));
    }

    [Theory]
    [InlineData("Allow", "Start cj-29146201, Start cj-29146202")]
    [InlineData("Forbid", "Start cj-29146201")]
    [InlineData("Replace", "Start cj-29146201, Delete cj-29146201, Start cj-29146202")]
    public void A_run_that_was_asked_for_and_not_answered_counts_like_one_that_goes_on(string policy, string commands)
    {
        var world = new CronJobWorld(Minutely with { ConcurrencyPolicy = new ConcurrencyPolicy(policy) }, "2025-06-01T10:00:20Z")
        {
            Refuse = _ => CronJobEvent.WakeupReached(), // The answer does not come.
        };
        world.RunUntil("2025-06-01T10:02:30Z");

        Assert.Equal(commands, string.Join(", ", world.Commands.Select(command => $"{command.Kind.ToString().Replace("Job", "", StringComparison.Ordinal)} {command.Name}")));
        Assert.Null(world.Status.LastScheduleTime);
    }

    [Fact]
    public void A_deletion_that_fails_is_reported_and_tried_again()
    {
        var world = new CronJobWorld(Minutely with { SuccessfulJobsHistoryLimit = 0 }, "2025-06-01T10:00:20Z");
        var done = new ChildJobReport("done", Guid.NewGuid(), ChildJobOutcome.Complete);
        world.Step(CronJobEvent.ChildChanged(done));
        world.Step(CronJobEvent.JobDeletionRefused("done", "busy"));
        world.RunUntil(world.Now.AddMilliseconds(5));

        Assert.Equal(["SuccessfulDelete", "FailedDelete", "SuccessfulDelete"], world.Reasons);
        Assert.Equal("Deleted job: busy", world.Notices[1].Message);
    }

    [Theory]
    [InlineData(DeletionMode.Background)]
    [InlineData(DeletionMode.Orphan)]
    public void A_deleted_CronJob_goes_at_once(object mode)
    {
        var world = new CronJobWorld(Minutely, "2025-06-01T10:00:20Z");
        world.RunUntil("2025-06-01T10:01:30Z");
        world.Step(CronJobEvent.DeletionRequested((DeletionMode)mode));
        world.RunUntil("2025-06-01T10:05:00Z");

        CronJobCommand removal = Assert.Single(world.Commands, command => command.Kind == CronJobCommandKind.RemoveCronJob);
        Assert.Equal(mode, removal.Deletion);
        Assert.Equal((DeletionMode)mode == DeletionMode.Orphan ? 0 : 1, world.Deleted.Count);
        Assert.Single(world.Started);
    }

    [Fact]
    public void A_CronJob_deleted_in_the_foreground_goes_when_its_Jobs_have_gone()
    {
        var world = new CronJobWorld(Hourly, "2025-06-01T10:00:20Z");
        world.Step(CronJobEvent.ChildChanged(new("slow", Guid.Empty)));
        world.Step(CronJobEvent.DeletionRequested(DeletionMode.Foreground));
        Assert.Equal([(CronJobCommandKind.DeleteJob, DeletionMode.Foreground)], world.Commands.Select(command => (command.Kind, command.Deletion)));

        world.Step(CronJobEvent.WakeupReached());
        Assert.Single(world.Commands);

        world.Step(CronJobEvent.ChildRemoved("slow", Guid.Empty));
        Assert.Equal(CronJobCommandKind.RemoveCronJob, world.Commands[^1].Kind);
    }

    private static (bool IsWarning, string Reason, string Message) Words(CronJobNotice notice) => (notice.IsWarning, notice.Reason, notice.Message);
}

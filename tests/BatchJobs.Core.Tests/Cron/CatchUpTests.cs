using BatchJobs.Cron;
using BatchJobs.Specs;
using BatchJobs.Validation;
using CsCheck;

namespace BatchJobs.Core.Tests.Cron;

/// <summary>CronJobs that make up for more than the latest missed run.</summary>
public class CatchUpTests
{
    private const string Field = "metadata.annotations[batchjobs/catch-up]";

    private static readonly CronJobSpec Hourly = new() { Schedule = "0 * * * *", SuccessfulJobsHistoryLimit = 1000 };

    [Fact]
    public void Every_missed_run_is_started_in_order()
    {
        CronJobWorld world = Down(Hourly, 100);

        Assert.Equal(["01:00 for 01:00", "07:10 for 02:00", "07:10 for 03:00", "07:10 for 04:00", "07:10 for 05:00", "07:10 for 06:00", "07:10 for 07:00"], Started(world));
        Assert.Equal("2025-06-01T07:00:00Z", $"{world.Status.LastScheduleTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        Assert.DoesNotContain("TooManyMissedTimes", world.Reasons);
        world.RunUntil("2025-06-01T08:30:00Z");
        Assert.Equal("08:00 for 08:00", Started(world).Last());
    }

    [Fact]
    public void Without_the_annotation_only_the_latest_is() => Assert.Equal(["01:00 for 01:00", "07:10 for 07:00"], Started(Down(Hourly, null)));

    [Fact]
    public void Runs_that_may_not_overlap_wait_for_one_another_and_those_that_come_due_meanwhile_join_them()
    {
        CronJobWorld world = Down(Hourly with { ConcurrencyPolicy = ConcurrencyPolicy.Forbid }, 3, TimeSpan.FromMinutes(25));
        world.RunUntil("2025-06-01T09:30:00Z");

        Assert.Equal(["01:00 for 01:00", "07:10 for 05:00", "07:35 for 06:00", "08:00 for 07:00", "08:25 for 08:00", "09:00 for 09:00"], Started(world));
        Assert.DoesNotContain("JobAlreadyActive", world.Reasons);
    }

    [Fact]
    public void A_run_that_takes_longer_than_its_schedule_leaves_out_the_earliest_that_wait()
    {
        var world = new CronJobWorld(Hourly with { ConcurrencyPolicy = ConcurrencyPolicy.Forbid }, "2025-05-31T23:30:00Z", 1) { Script = _ => (TimeSpan.FromHours(2.5), ChildJobOutcome.Complete) };
        world.RunUntil("2025-06-01T08:00:00Z");

        Assert.Equal(["00:00 for 00:00", "02:30 for 02:00", "05:00 for 05:00", "07:30 for 07:00"], Started(world));
        Assert.Equal(3, world.Reasons.Count(reason => reason == "TooManyMissedTimes"));
    }

    [Fact]
    public void Where_each_run_replaces_the_one_before_only_the_latest_is_made_up_for() =>
        Assert.Equal(["01:00 for 01:00", "07:10 for 07:00"], Started(Down(Hourly with { ConcurrencyPolicy = ConcurrencyPolicy.Replace }, 100)));

    [Fact]
    public void Beyond_the_number_the_earliest_are_left_out_and_an_event_says_so()
    {
        CronJobWorld world = Down(Hourly, 2);

        Assert.Equal(["01:00 for 01:00", "07:10 for 06:00", "07:10 for 07:00"], Started(world));
        Assert.Equal(
            "too many missed start times: those before 2025-06-01T06:00:00Z are left out, batchjobs/catch-up is 2",
            Assert.Single(world.Notices, notice => notice.Reason == "TooManyMissedTimes").Message);
    }

    [Fact]
    public void More_than_a_hundred_are_nothing_special()
    {
        CronJobWorld world = Down(Hourly with { Schedule = "* * * * *" }, 1000, until: "2025-06-01T03:40:30Z");

        Assert.Equal(70 + 150, world.Started.Count);
        Assert.DoesNotContain("TooManyMissedTimes", world.Reasons);
    }

    [Fact]
    public void Those_past_their_starting_deadline_are_left_out_also_while_they_wait()
    {
        CronJobWorld world = Down(Hourly with { StartingDeadlineSeconds = 3 * 3600, ConcurrencyPolicy = ConcurrencyPolicy.Forbid }, 100, TimeSpan.FromMinutes(105));
        world.RunUntil("2025-06-01T10:55:00Z");

        // At 7:10 the run of 4:00 is more than three hours late, at 10:40 that of 7:00.
        Assert.Equal(["01:00 for 01:00", "07:10 for 05:00", "08:55 for 06:00", "10:40 for 08:00"], Started(world));
    }

    [Fact]
    public void A_new_schedule_has_missed_nothing()
    {
        var world = new CronJobWorld(Hourly, "2025-05-31T23:30:00Z", 100);
        world.RunUntil("2025-06-01T01:10:00Z");
        world.ChangeSpec(spec => spec with { Schedule = "*/5 * * * *" });
        world.Sleep("2025-06-01T01:21:00Z");

        Assert.Equal(["00:00 for 00:00", "01:00 for 01:00", "01:21 for 01:15", "01:21 for 01:20"], Started(world));
    }

    [Fact]
    public void Runs_of_a_suspended_CronJob_are_missed_as_in_Kubernetes()
    {
        var world = new CronJobWorld(Hourly with { Suspend = true }, "2025-05-31T23:30:00Z", 100);
        world.RunUntil("2025-06-01T02:10:00Z");
        world.ChangeSpec(spec => spec with { Suspend = false });

        Assert.Equal(["02:10 for 00:00", "02:10 for 01:00", "02:10 for 02:00"], Started(world));
    }

    [Fact]
    public void A_run_whose_name_is_taken_is_passed_over()
    {
        var world = new CronJobWorld(Hourly with { Suspend = true }, "2025-05-31T23:30:00Z", 100)
        {
            Refuse = job => Scheduled(job).Hour == 1 ? CronJobEvent.JobNameTaken(job.Metadata.Name!) : null,
        };
        world.RunUntil("2025-06-01T02:10:00Z");
        world.ChangeSpec(spec => spec with { Suspend = false });

        Assert.Equal(["02:10 for 00:00", "02:10 for 02:00"], Started(world));
    }

    [Fact]
    public void A_run_that_is_refused_is_tried_again_before_the_next()
    {
        int refusals = 0;
        var world = new CronJobWorld(Hourly with { Suspend = true }, "2025-05-31T23:30:00Z", 100)
        {
            Refuse = job => Scheduled(job).Hour == 1 && refusals++ < 3 ? CronJobEvent.JobRefused(job.Metadata.Name!, "not now") : null,
        };
        world.RunUntil("2025-06-01T02:10:00Z");
        world.ChangeSpec(spec => spec with { Suspend = false });
        world.RunUntil("2025-06-01T02:11:00Z");

        Assert.Equal(["02:10 for 00:00", "02:10 for 01:00", "02:10 for 02:00"], Started(world));
        Assert.Equal(3, world.Reasons.Count(reason => reason == "FailedCreate"));
    }

    [Fact]
    public void Whatever_happens_every_activation_runs_once_and_in_order() =>
        Gen.Select(Gen.Int[0, 7].Array[20, 80], Gen.Bool, Gen.OneOf("* * * * *", "*/3 * * * *", "0,1 * * * *", "@every 90s")).Sample((actions, forbids, schedule) =>
        {
            var spec = new CronJobSpec { Schedule = schedule, ConcurrencyPolicy = forbids ? ConcurrencyPolicy.Forbid : ConcurrencyPolicy.Allow };
            var world = new CronJobWorld(spec, "2025-06-01T10:00:20Z", 1000);
            DateTimeOffset created = world.Now;
            foreach (int action in actions)
            {
                CronJobActions.Act(world, action);
                Assert.Empty(CronJobInvariants.Violations(world.State));
                Assert.True(!forbids || world.Jobs.Values.Count(job => job.Outcome == ChildJobOutcome.None) <= 1, "two runs overlap");
            }

            world.ChangeSpec(changed => changed with { Suspend = false });
            while (CronJobActions.Running(world) is { } running)
            {
                world.End(running);
            }

            Assert.Equal(ActivationsUpTo(new Timetable(CronSchedule.Parse(schedule), TimeZoneInfo.Utc), created, world.Now), world.Started.Select(run => Scheduled(run.Job)));
        });

    [Fact]
    public void The_backlog_is_the_latest_of_all_that_were_missed_whatever_the_schedule() =>
        Gen.Select(Gen.OneOf("* * * * *", "*/7 * * * *", "0,1 0 * * *", "30 10,11,12 * * 1-5", "* 9 1 * *", "59 23 31 * *", "@every 90s", "@every 25h"), Gen.Int[1, 30], Gen.Int[0, 40 * 24 * 60 * 60]).Sample((schedule, limit, seconds) =>
        {
            DateTimeOffset since = DateTimeOffset.Parse("2025-01-01T00:00:20.25Z"), now = since.AddSeconds(seconds);
            var timetable = new Timetable(CronSchedule.Parse(schedule), TimeZoneInfo.Utc);
            List<DateTimeOffset> missed = ActivationsUpTo(timetable, since, now);

            Backlog expected = missed.Count == 0 ? default : new Backlog(missed[^Math.Min(limit, missed.Count)], missed.Count > limit);
            Assert.Equal(expected, Backlog.Find(timetable, since, now, limit));
        });

    [Fact]
    public void A_backlog_of_decades_takes_no_longer_than_one_of_hours()
    {
        DateTimeOffset now = DateTimeOffset.Parse("2025-06-01T00:00:00Z");

        Assert.Equal(new Backlog(now.AddSeconds(-9), true), Backlog.Find(new Timetable(CronSchedule.Parse("@every 1s"), TimeZoneInfo.Utc), DateTimeOffset.UnixEpoch, now, 10));
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("1000", 1000)]
    [InlineData(null, null)]
    public void The_annotation_is_a_number_of_runs(string? text, int? runs) => Assert.Equal(runs, CatchUpAnnotation.Read(Annotated(text)));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1001")]
    [InlineData("all")]
    [InlineData(" 5")]
    public void Anything_else_is_refused_with_its_field(string text)
    {
        FieldError error = Assert.Single(Assert.Throws<InvalidObjectException>(() => CatchUpAnnotation.Read(Annotated(text))).Errors);

        Assert.Equal(Field, error.Field);
        Assert.Contains("must be the number of missed runs to make up for, from 1 to 1000", error.ToString());
    }

    /// <summary>A world that runs until 1:10 and starts again at 7:10.</summary>
    private static CronJobWorld Down(CronJobSpec spec, int? catchUp, TimeSpan? runTime = null, string until = "2025-06-01T07:10:00Z")
    {
        var world = new CronJobWorld(spec, "2025-06-01T00:00:00Z", catchUp) { Script = _ => (runTime ?? TimeSpan.FromMinutes(1), ChildJobOutcome.Complete) };
        world.RunUntil("2025-06-01T01:10:30Z");
        world.Sleep(until);
        return world;
    }

    private static List<DateTimeOffset> ActivationsUpTo(Timetable timetable, DateTimeOffset since, DateTimeOffset now)
    {
        var all = new List<DateTimeOffset>();
        for (DateTimeOffset? next = timetable.Next(since); next <= now; next = timetable.Next(next.Value))
        {
            all.Add(next.Value);
        }

        return all;
    }

    private static CronJob Annotated(string? text) => new()
    {
        Metadata = new ObjectMeta { Name = "cj", Annotations = text is null ? null : new Dictionary<string, string> { [CronJob.CatchUpAnnotation] = text } },
    };

    private static IEnumerable<string> Started(CronJobWorld world) => world.Started.Select(run => $"{run.At:HH:mm} for {Scheduled(run.Job):HH:mm}");

    private static DateTimeOffset Scheduled(Job job) => DateTimeOffset.Parse(job.Metadata.Annotations![ScheduledJob.TimestampAnnotation]);
}

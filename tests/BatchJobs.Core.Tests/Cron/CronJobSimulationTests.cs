using System.Runtime.CompilerServices;
using BatchJobs.Cron;
using BatchJobs.Specs;
using CsCheck;

namespace BatchJobs.Core.Tests.Cron;

public class CronJobSimulationTests
{
    [Fact]
    public void Trap_39_forbid_catches_up_as_soon_as_the_earlier_run_ends()
    {
        var world = new CronJobWorld(new CronJobSpec { Schedule = "0 * * * *", ConcurrencyPolicy = ConcurrencyPolicy.Forbid }, "2025-05-31T23:30:00Z")
        {
            Script = _ => (TimeSpan.FromMinutes(90), ChildJobOutcome.Complete),
        };
        world.RunUntil("2025-06-01T05:00:00Z");

        // The run of 1:00 starts at 1:30, that of 3:00 in time; 2:00 is dropped.
        Assert.Equal(["00:00 for 00:00", "01:30 for 01:00", "03:00 for 03:00", "04:30 for 04:00"], world.Started.Select(run => $"{run.At:HH:mm} for {Scheduled(run.Job):HH:mm}"));
    }

    [Fact]
    public void Trap_40_on_the_autumn_day_half_past_two_runs_twice_under_two_names()
    {
        var world = new CronJobWorld(new CronJobSpec { Schedule = "30 2 * * *", TimeZone = "Europe/Berlin" }, "2025-10-25T12:00:00Z");
        world.RunUntil("2025-10-27T12:00:00Z");

        Assert.Equal(
            ["cj-29357310 2025-10-26T02:30:00+02:00", "cj-29357370 2025-10-26T02:30:00+01:00", "cj-29358810 2025-10-27T02:30:00+01:00"],
            world.Started.Select(run => $"{run.Job.Metadata.Name} {run.Job.Metadata.Annotations![ScheduledJob.TimestampAnnotation]}"));
    }

    [Fact]
    public void An_interval_below_a_minute_collides_in_names()
    {
        var world = new CronJobWorld(new CronJobSpec { Schedule = "@every 20s" }, "2025-06-01T10:00:00Z") { Script = _ => (TimeSpan.FromSeconds(70), ChildJobOutcome.Complete) };
        world.RunUntil("2025-06-01T10:03:00Z");

        Assert.Equal(["cj-29146200", "cj-29146201", "cj-29146202"], world.Started.Select(run => run.Job.Metadata.Name));
    }

    [Fact]
    public void A_year_of_a_minutely_CronJob_takes_a_few_steps_a_run_and_a_state_that_does_not_grow()
    {
        const int Days = 365, MinutesOfDay = 24 * 60;
        var year = new CronYear();
        var lastOfDay = new WeakReference[Days];
        long[] bytes = new long[Days];
        for (int day = 0; day < Days; day++)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            year.Run(MinutesOfDay);
            bytes[day] = GC.GetAllocatedBytesForCurrentThread() - allocated;
            lastOfDay[day] = LatestJob(year);
            Assert.Equal(3, year.Children);
        }

        Assert.Equal(CronYear.Minutes, year.Completed);
        Assert.Equal(CronYear.Minutes - 3, year.Deleted);

        // Due, created, reported, ended, and an earlier one removed; and the first look. Of the three that are kept nobody tells that they were deleted.
        Assert.Equal((5 * CronYear.Minutes) - 3 + 1, year.Steps);
        Assert.Equal((3 * CronYear.Minutes) - 3, year.Notices);

        // The state holds on to no Job that has gone, and a run of December allocates what one of January does: the names grow no longer.
        GC.Collect();
        Assert.All(lastOfDay[..^1], job => Assert.False(job.IsAlive));
        Assert.InRange(bytes[^30..].Sum(), 0.9 * bytes[1..31].Sum(), 1.1 * bytes[1..31].Sum());
        Assert.InRange(bytes[^30..].Sum() / (30 * MinutesOfDay), 1, 1_000);
    }

    [Fact]
    public void Whatever_happens_no_slot_runs_twice_and_forbidden_runs_do_not_overlap() =>
        Gen.Select(Gen.Int[0, 7].Array[20, 80], Gen.Int[0, 2], Gen.OneOf("* * * * *", "*/3 * * * *", "0,1 * * * *", "@every 90s")).Sample((actions, policy, schedule) =>
        {
            var spec = new CronJobSpec
            {
                Schedule = schedule,
                ConcurrencyPolicy = new[] { ConcurrencyPolicy.Allow, ConcurrencyPolicy.Forbid, ConcurrencyPolicy.Replace }[policy],
            };
            var world = new CronJobWorld(spec, "2025-06-01T10:00:20Z");
            foreach (int action in actions)
            {
                CronJobActions.Act(world, action);
                Assert.Empty(CronJobInvariants.Violations(world.State));
                Assert.True(policy == 0 || world.Jobs.Values.Count(job => job.Outcome == ChildJobOutcome.None) <= 1, "two runs overlap");
            }

            var slots = world.Started.Select(run => Scheduled(run.Job)).ToList();
            Assert.Equal(slots.Distinct().Order(), slots);
            Assert.True(world.Jobs.Values.Count(job => job.Outcome == ChildJobOutcome.Complete) <= 3, "too many completed Jobs are kept");
        });

    [Fact]
    public void Children_of_whom_nothing_is_new_can_be_passed_over() =>
        Gen.Select(Gen.Int[0, 9].Array[20, 80], Gen.Int[0, 2], Gen.Int[0, 2]).Sample((actions, policy, kept) =>
        {
            var spec = new CronJobSpec
            {
                Schedule = "* * * * *",
                ConcurrencyPolicy = new[] { ConcurrencyPolicy.Allow, ConcurrencyPolicy.Forbid, ConcurrencyPolicy.Replace }[policy],
                SuccessfulJobsHistoryLimit = kept,
                FailedJobsHistoryLimit = kept,
            };
            var world = new CronJobWorld(spec, "2025-06-01T10:00:20Z");
            var thorough = new CronJobWorld(spec, "2025-06-01T10:00:20Z") { LooksAtAll = true };
            foreach (int action in actions)
            {
                CronJobActions.Act(world, action);
                CronJobActions.Act(thorough, action);
            }

            Assert.Equal(thorough.Notices, world.Notices);
            Assert.Equal(thorough.Commands.Select(command => (command.Kind, command.Name)), world.Commands.Select(command => (command.Kind, command.Name)));
            Assert.Equivalent(thorough.Status, world.Status, strict: true);
            Assert.Equal(thorough.Wakeup, world.Wakeup);
        });

    /// <summary>On its own, so that no register of the caller keeps the Job alive.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LatestJob(CronYear year) => new(year.Latest);

    private static DateTimeOffset Scheduled(Job job) => DateTimeOffset.Parse(job.Metadata.Annotations![ScheduledJob.TimestampAnnotation]);
}

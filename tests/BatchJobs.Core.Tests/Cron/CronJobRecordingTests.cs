using BatchJobs.Cron;
using BatchJobs.Specs;

namespace BatchJobs.Core.Tests.Cron;

/// <summary>What Kubernetes 1.36.2 did with CronJobs created 20 seconds past a minute, whose Jobs take some 5.7 seconds.</summary>
public class CronJobRecordingTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2025-06-01T10:00:00Z");
    private static readonly CronJobSpec Minutely = new() { Schedule = "* * * * *" };

    [Fact]
    public void A_Job_every_minute()
    {
        CronJobWorld world = World(Minutely);
        world.RunUntil(Start.AddSeconds(290));

        Assert.Equal(
            [
                "60.1 SuccessfulCreate Created job cj-M+1",
                "SawCompletedJob Saw completed job: cj-M+1, condition: Complete",
                "SuccessfulCreate Created job cj-M+2",
                "SawCompletedJob Saw completed job: cj-M+2, condition: Complete",
                "SuccessfulCreate Created job cj-M+3",
                "SawCompletedJob Saw completed job: cj-M+3, condition: Complete",
                "SuccessfulCreate Created job cj-M+4",
                "SuccessfulDelete Deleted job cj-M+1",
                "SawCompletedJob Saw completed job: cj-M+4, condition: Complete",
            ],
            Events(world).Select((text, index) => index == 0 ? $"{(world.Started[0].At - Start).TotalSeconds} {text}" : text));
        Assert.Equal(240, (world.Status.LastScheduleTime - Start)?.TotalSeconds);
        Assert.Equal(245, Math.Floor((world.Status.LastSuccessfulTime - Start)!.Value.TotalSeconds));
    }

    [Fact]
    public void History_limits_of_one_and_two_failures()
    {
        CronJobWorld world = World(Minutely with { SuccessfulJobsHistoryLimit = 1, FailedJobsHistoryLimit = 1 }, failing: [1, 2]);
        world.RunUntil(Start.AddSeconds(290));

        Assert.Equal(
            ["185.8 cj-M+2", "245.8 cj-M+1"],
            world.Deleted.Select(deletion => $"{(deletion.At - Start).TotalSeconds} {Relative(deletion.Name)}"));
        Assert.Equal(245.8, (world.Status.LastSuccessfulTime - Start)?.TotalSeconds);
    }

    [Fact]
    public void A_schedule_changed_to_a_date_that_never_comes_and_back()
    {
        CronJobWorld world = World(Minutely);
        world.RunUntil(Start.AddSeconds(90.5));
        world.ChangeSpec(spec => spec with { Schedule = "0 0 31 2 *" });
        world.RunUntil(Start.AddSeconds(210.5));
        world.ChangeSpec(spec => spec with { Schedule = "* * * * *" });
        world.RunUntil(Start.AddSeconds(290));

        Assert.Equal(["60.1 cj-M+1", "240.1 cj-M+4"], Runs(world));
        Assert.Equal(
            (2, "InvalidSchedule invalid schedule: 0 0 31 2 * : time difference between two schedules is less than 1 second"),
            Events(world).Where(text => text.StartsWith("Invalid", StringComparison.Ordinal)).GroupBy(text => text).Select(group => (group.Count(), group.Key)).Single());
    }

    [Fact]
    public void Resumed_after_missed_runs_that_are_past_their_deadline()
    {
        CronJobWorld world = World(Minutely with { Suspend = true, StartingDeadlineSeconds = 15 });
        world.RunUntil(Start.AddSeconds(150.5));
        world.ChangeSpec(spec => spec with { Suspend = false });
        world.RunUntil(Start.AddSeconds(290));

        Assert.Equal(["180.1 cj-M+3", "240.1 cj-M+4"], Runs(world));
    }

    private static CronJobWorld World(CronJobSpec spec, params int[] failing) => new(spec, "2025-06-01T10:00:20Z")
    {
        Script = n => (TimeSpan.FromSeconds(5.7), failing.Contains(n) ? ChildJobOutcome.Failed : ChildJobOutcome.Complete),
    };

    private static IEnumerable<string> Runs(CronJobWorld world) =>
        world.Started.Select(run => $"{(run.At - Start).TotalSeconds} {Relative(run.Job.Metadata.Name!)}");

    private static IEnumerable<string> Events(CronJobWorld world) =>
        world.Notices.Select(notice => $"{notice.Reason} {Relative(notice.Message)}");

    private static string Relative(string text)
    {
        for (int minute = 1; minute < 5; minute++)
        {
            text = text.Replace($"cj-{(Start.ToUnixTimeSeconds() / 60) + minute}", $"cj-M+{minute}", StringComparison.Ordinal);
        }

        return text;
    }
}

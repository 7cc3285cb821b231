using BatchJobs.Cron;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Core.Tests.Cron;

public class MissedRunsTests
{
    [Theory]

    // Nothing due yet; one due; the second due as well.
    [InlineData("0 * * * *", "2016-05-19T10:00:00Z", "2016-05-19T10:59:59Z", null, 0)]
    [InlineData("0 * * * *", "2016-05-19T10:00:00Z", "2016-05-19T11:00:00Z", "2016-05-19T11:00:00Z", 0)]
    [InlineData("0 * * * *", "2016-05-19T10:00:00Z", "2016-05-19T11:59:59Z", "2016-05-19T11:00:00Z", 0)]
    [InlineData("0 * * * *", "2016-05-19T10:00:00Z", "2016-05-19T12:00:00Z", "2016-05-19T12:00:00Z", 2)]

    // V24 and V25: the distance of the first two misleads the estimate, harmlessly or not.
    [InlineData("30 6-16/4 * * 1-5", "2016-05-19T10:30:00Z", "2016-05-20T10:31:00Z", "2016-05-20T10:30:00Z", 2)]
    [InlineData("30 10,11,12 * * 1-5", "2016-05-19T10:30:00Z", "2016-05-20T16:30:00Z", null, 30)]

    // V26: intervals keep their phase, however many were missed.
    [InlineData("@every 1h", "2016-05-19T10:01:00Z", "2016-05-26T10:00:00Z", "2016-05-26T09:01:00Z", 167)]

    // The estimate can jump past every missed run.
    [InlineData("0,1 0 * * *", "2016-05-18T00:01:00Z", "2016-05-19T10:00:00Z", null, 601)]

    // From 100 to 101.
    [InlineData("* * * * *", "2016-05-19T10:00:00Z", "2016-05-19T11:40:30Z", "2016-05-19T11:40:00Z", 100)]
    [InlineData("* * * * *", "2016-05-19T10:00:00Z", "2016-05-19T11:41:30Z", "2016-05-19T11:41:00Z", 101)]

    // The last leap day before a century without one: the chain ends, the search does not go on for ever.
    [InlineData("0 0 29 2 *", "2087-01-01T00:00:00Z", "2097-01-01T00:00:00Z", "2096-02-29T00:00:00Z", 3)]
    public void Finds_the_most_recent_run(string schedule, string since, string now, string? latest, long count)
    {
        MissedRuns missed = MissedRuns.Find(Timetable(schedule), DateTimeOffset.Parse(since), DateTimeOffset.Parse(now));

        Assert.Null(missed.Error);
        Assert.Equal(latest is null ? null : DateTimeOffset.Parse(latest), missed.Latest);
        Assert.Equal(count, missed.Count);
        Assert.Equal(count > 100, missed.AreMany);
    }

    [Theory]
    [InlineData("59 23 31 2 *", "2016-05-19T10:00:00Z")]
    [InlineData("0 0 29 2 *", "2096-01-01T00:00:00Z")]
    public void A_date_that_does_not_come_is_an_error(string schedule, string since)
    {
        MissedRuns missed = MissedRuns.Find(Timetable(schedule), DateTimeOffset.Parse(since), DateTimeOffset.Parse("2100-01-01T00:00:00Z"));

        Assert.Equal("time difference between two schedules is less than 1 second", missed.Error);
    }

    [Theory]

    // V24, V25, V27 and V28.
    [InlineData("30 6-16/4 * * 1-5", "2016-05-19T10:30:00Z", "2016-05-20T10:31:00Z", "03:59:00.1")]
    [InlineData("30 10,11,12 * * 1-5", "2016-05-19T10:30:00Z", "2016-05-20T16:30:00Z", "2.18:00:00.1")]
    [InlineData("0 12 * * 4", "2016-05-19T12:00:00Z", "2016-06-07T11:30:00Z", "2.00:30:00.1")]
    [InlineData("0 12 * * 5", "2016-05-19T10:00:00Z", "2016-05-19T16:00:00Z", "20:00:00.1")]

    // An interval counts from the last run, not from now.
    [InlineData("@every 1h", "2016-05-19T10:01:00Z", "2016-05-19T12:30:00Z", "00:31:00.1")]
    public void The_next_look_comes_shortly_after_the_next_run(string schedule, string last, string now, string delay)
    {
        DateTimeOffset at = DateTimeOffset.Parse(now);
        var state = new CronJobState(new JobKey("cj"), Guid.Empty, DateTimeOffset.Parse(last), CronJobWorld.Resolve(new CronJobSpec { Schedule = schedule }));

        Assert.Equal(TimeSpan.Parse(delay), RunPlanner.NextLook(state, state.Spec.Timetable!, at) - at);
    }

    private static Timetable Timetable(string schedule) => new(CronSchedule.Parse(schedule), TimeZoneInfo.Utc);
}

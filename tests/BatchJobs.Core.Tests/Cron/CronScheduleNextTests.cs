using BatchJobs.Cron;

namespace BatchJobs.Core.Tests.Cron;

public class CronScheduleNextTests
{
    [Theory]

    // Spring in Berlin: 02:00 to 03:00 do not exist.
    [InlineData("30 2 * * *", "Europe/Berlin", "2025-03-29T12:00:00Z", "2025-03-31T00:30:00Z")]
    [InlineData("0 * * * *", "Europe/Berlin", "2025-03-30T00:00:00Z", "2025-03-30T01:00:00Z")]

    // A midnight that does not exist is skipped for the day.
    [InlineData("0 0 * * *", "America/Sao_Paulo", "2018-11-03T12:00:00Z", "2018-11-05T02:00:00Z")]

    // A day that does not exist is passed over; the original never returns here.
    [InlineData("0 0 30 * *", "Pacific/Apia", "2011-12-28T12:00:00Z", "2012-01-29T10:00:00Z")]
    [InlineData("0 0 31 * *", "Pacific/Apia", "2011-12-28T12:00:00Z", "2011-12-30T10:00:00Z")]

    // Clocks set back across midnight: the original answers 03:00Z, which has passed, again and again.
    [InlineData("30 0 1 * *", "America/St_Johns", "2009-11-01T03:10:00Z", "2009-11-01T04:00:00Z")]

    // Leap days, also across the century that has none.
    [InlineData("0 0 29 2 *", "UTC", "2024-02-29T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 0 29 2 *", "UTC", "2096-02-29T00:00:00Z", null)]

    // Nothing can match: no such date, or a field of only commas.
    [InlineData("0 0 30 2 *", "UTC", "2025-03-10T10:17:23Z", null)]
    [InlineData(", * * * *", "UTC", "2025-03-10T10:17:23Z", null)]
    [InlineData("* * , * ,", "UTC", "2025-03-10T10:17:23Z", null)]

    // The ends of time.
    [InlineData("0 0 1 1 *", "America/New_York", "9998-12-31T23:00:00Z", null)]
    [InlineData("* * * * *", "Pacific/Kiritimati", "9999-12-31T23:59:59Z", null)]
    [InlineData("@every 1h", "UTC", "9999-12-31T23:30:00Z", null)]
    [InlineData("* * * * *", "UTC", "0001-01-01T00:00:00Z", "0001-01-01T00:01:00Z")]
    [InlineData("* * * * *", "America/New_York", "0001-01-01T00:00:00Z", "0001-02-01T00:01:00Z")]
    [InlineData("0 12 * * *", "Africa/Cairo", "0001-01-01T00:00:00Z", "0001-02-01T09:55:00Z")]
    public void Finds(string schedule, string zone, string after, string? next) => Assert.Equal(
        next is null ? null : DateTimeOffset.Parse(next),
        CronSchedule.Parse(schedule).Next(DateTimeOffset.Parse(after), TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Fact]
    public void Trap_40_both_day_fields_restricted_means_either()
    {
        var schedule = CronSchedule.Parse("0 0 */2 * 1");
        var days = Activations(schedule, "2025-06-01T00:00:00Z", TimeZoneInfo.Utc, 8).Select(instant => instant.Day);

        // June 2025: odd days, and Mondays the 2nd, 9th ...
        Assert.Equal([2, 3, 5, 7, 9, 11, 13, 15], days);
    }

    [Fact]
    public void Trap_40_a_time_shown_twice_is_used_twice() => Assert.Equal(
        [DateTimeOffset.Parse("2025-10-26T00:30:00Z"), DateTimeOffset.Parse("2025-10-26T01:30:00Z"), DateTimeOffset.Parse("2025-10-27T01:30:00Z")],
        Activations(CronSchedule.Parse("30 2 * * *"), "2025-10-25T12:00:00Z", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), 3));

    [Fact]
    public void A_zone_in_front_of_the_schedule_takes_precedence() => Assert.Equal(
        DateTimeOffset.Parse("2025-06-01T22:00:00Z"),
        CronSchedule.Parse("CRON_TZ=Europe/Berlin @daily").Next(DateTimeOffset.Parse("2025-06-01T12:00:00Z"), TimeZoneInfo.Utc));

    [Fact]
    public void The_answer_is_in_UTC_whatever_the_offset_of_the_question()
    {
        var next = CronSchedule.Parse("0 12 * * *").Next(DateTimeOffset.Parse("2025-06-01T12:00:00+14:00"), TimeZoneInfo.Utc);

        Assert.Equal(DateTimeOffset.Parse("2025-06-01T12:00:00Z"), next);
        Assert.Equal(TimeSpan.Zero, next!.Value.Offset);
    }

    private static List<DateTimeOffset> Activations(CronSchedule schedule, string from, TimeZoneInfo zone, int count)
    {
        var activations = new List<DateTimeOffset>();
        var previous = DateTimeOffset.Parse(from);
        while (activations.Count < count)
            activations.Add(previous = schedule.Next(previous, zone)!.Value);
        return activations;
    }
}

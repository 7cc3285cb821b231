using BatchJobs.Cron;

namespace BatchJobs.Core.Tests.Cron;

public class CronScheduleParserTests
{
    [Theory]

    // Lists, ranges, steps, names.
    [InlineData("0,15,30,45 * * * *")]
    [InlineData("5/15 1-5/2 * JAN-DEC MON/2")]
    [InlineData("0 0 * Feb,Apr 1-FRI")]

    // Numbers may have a sign and zeros, steps may be larger than the field.
    [InlineData("+5 007 * * *")]
    [InlineData("*/60 * * * *")]
    [InlineData("*/9223372036854775807 * * * *")]

    // What follows the hyphen of a star is not looked at; empty items are dropped.
    [InlineData("*-5 ?-70 * * *")]
    [InlineData("1, ,, * * *")]

    // Any white space separates.
    [InlineData("  0\t0\n*\u00a0*\u2003*\r\n")]

    // Descriptors and intervals; those below a second mean a second.
    [InlineData("@yearly")]
    [InlineData("@annually")]
    [InlineData("@monthly")]
    [InlineData("@weekly")]
    [InlineData("@daily")]
    [InlineData("@midnight")]
    [InlineData("@hourly")]
    [InlineData("@every 1h30m")]
    [InlineData("@every -1h")]
    [InlineData("@every 2562047h")]

    // Zones in front are understood, though manifests may not use them.
    [InlineData("TZ=Europe/Berlin 0 0 * * *")]
    [InlineData("CRON_TZ=UTC   @every 1h")]
    [InlineData("TZ= 0 0 * * *")]
    [InlineData("TZ=Local 0 0 * * *")]
    public void Accepts(string text)
    {
        Assert.True(CronSchedule.TryParse(text, out var schedule, out var error), error);
        Assert.Equal(text, schedule.ToString());
    }

    [Theory]

    // Number of fields.
    [InlineData("", "empty spec string")]
    [InlineData(" ", "expected exactly 5 fields, found 0: []")]
    [InlineData("* * * *", "expected exactly 5 fields, found 4: [* * * *]")]
    [InlineData("0 0  * * * # midnight", "expected exactly 5 fields, found 7: [0 0 * * * # midnight]")]
    [InlineData("1, 2 * * * *", "expected exactly 5 fields, found 6: [1, 2 * * * *]")]

    // Numbers, in the words of Go's strconv.
    [InlineData("foo * * * *", "failed to parse int from foo: strconv.Atoi: parsing \"foo\": invalid syntax")]
    [InlineData("-1 * * * *", "failed to parse int from : strconv.Atoi: parsing \"\": invalid syntax")]
    [InlineData("+-1 * * * *", "failed to parse int from +: strconv.Atoi: parsing \"+\": invalid syntax")]
    [InlineData("*/5-10 * * * *", "failed to parse int from 5-10: strconv.Atoi: parsing \"5-10\": invalid syntax")]
    [InlineData("5-* * * * *", "failed to parse int from *: strconv.Atoi: parsing \"*\": invalid syntax")]
    [InlineData("\u0663 * * * *", "failed to parse int from \u0663: strconv.Atoi: parsing \"\u0663\": invalid syntax")]
    [InlineData("\"0 0 * * *\"", "failed to parse int from \"0: strconv.Atoi: parsing \"\\\"0\": invalid syntax")]
    [InlineData("*/9223372036854775808 * * * *", "failed to parse int from 9223372036854775808: strconv.Atoi: parsing \"9223372036854775808\": value out of range")]
    [InlineData("99999999999999999999x * * * *", "failed to parse int from 99999999999999999999x: strconv.Atoi: parsing \"99999999999999999999x\": value out of range")]
    [InlineData("*/-1 * * * *", "negative number (-1) not allowed: -1")]

    // Names: short ones of months and week days only, each in its own field.
    [InlineData("0 0 * * monday", "failed to parse int from monday: strconv.Atoi: parsing \"monday\": invalid syntax")]
    [InlineData("0 0 * MON *", "failed to parse int from MON: strconv.Atoi: parsing \"MON\": invalid syntax")]
    [InlineData("0 0 L * *", "failed to parse int from L: strconv.Atoi: parsing \"L\": invalid syntax")]

    // Shape of an item.
    [InlineData("1-2-3 * * * *", "too many hyphens: 1-2-3")]
    [InlineData("*/5/2 * * * *", "too many slashes: */5/2")]

    // Bounds, checked in the order low, high, reversed, step.
    [InlineData("0 0 0-32 * *", "beginning of range (0) below minimum (1): 0-32")]
    [InlineData("0 0 1-32 * *", "end of range (32) above maximum (31): 1-32")]
    [InlineData("4294967296 * * * *", "end of range (4294967296) above maximum (59): 4294967296")]
    [InlineData("0 0 * * 5-0/0", "beginning of range (5) beyond end of range (0): 5-0/0")]
    [InlineData("0 0 * * FRI-MON", "beginning of range (5) beyond end of range (1): FRI-MON")]
    [InlineData("*/0 * * * *", "step of range should be a positive number: */0")]

    // The first failing field, and in it the first failing item, wins.
    [InlineData("1,60 24 * * *", "end of range (60) above maximum (59): 60")]

    // Descriptors match exactly and only at the very start.
    [InlineData("@", "unrecognized descriptor: @")]
    [InlineData("@reboot", "unrecognized descriptor: @reboot")]
    [InlineData("@hourly\n", "unrecognized descriptor: @hourly\n")]
    [InlineData("@every\t1h", "unrecognized descriptor: @every\t1h")]
    [InlineData(" @hourly", "expected exactly 5 fields, found 1: [@hourly]")]

    // Zones in front of the schedule.
    [InlineData("TZ=UTC", "invalid schedule format: runtime error: slice bounds out of range [:-1]")]
    [InlineData("TZ=UTC ", "expected exactly 5 fields, found 0: []")]
    [InlineData("TZ=UTC @foo", "unrecognized descriptor: @foo")]
    [InlineData("CRON_TZ=utc 0 0 * * *", "provided bad location utc: unknown time zone utc")]
    [InlineData("TZ=UTC\t0 0 * * *", "provided bad location UTC\t0: unknown time zone UTC\t0")]
    [InlineData("TZ=../UTC 0 0 * * *", "provided bad location ../UTC: time: invalid location name")]
    [InlineData("tz=UTC 0 0 * * *", "expected exactly 5 fields, found 6: [tz=UTC 0 0 * * *]")]
    public void Refuses_in_the_words_of_the_API_server(string text, string message)
    {
        Assert.False(CronSchedule.TryParse(text, out _, out var error));
        Assert.Equal(message, error);
    }

    [Fact]
    public void Seven_is_not_Sunday() =>
        Assert.Equal("end of range (7) above maximum (6): 7", Assert.Throws<FormatException>(() => CronSchedule.Parse("0 0 * * 7")).Message);

    [Theory]
    [InlineData("@dayly", "did you mean @daily?")]
    [InlineData("@Daily", "did you mean @daily?")]
    [InlineData("daily", "did you mean @daily?")]
    [InlineData("@evry 5m", "did you mean @every 5m?")]
    [InlineData("@evry", "did you mean @every with a duration, such as @every 90s?")]
    [InlineData("@every 5 minutes", "give a duration such as @every 90s or @every 1h30m")]
    [InlineData(" @daily", "did you mean @daily, without spaces around it?")]
    [InlineData("0 30 2 * * *", "there is no field for seconds: did you mean 30 2 * * *?")]
    [InlineData("61 * * * *", null)]
    [InlineData("@reboot", null)]
    [InlineData("", null)]
    [InlineData("@daily", null)]
    public void What_was_probably_meant_is_suggested(string text, string? suggestion)
    {
        Assert.Equal(suggestion, CronSchedule.Suggest(text));
    }
}

using BatchJobs.Cron;
using Microsoft.CodeAnalysis;

namespace BatchJobs.Analyzers.Tests;

public class ScheduleTests
{
    [Theory]
    [InlineData("0 2 * *")]
    [InlineData("0 0 2 * * *")]
    [InlineData("60 * * * *")]
    [InlineData("* 24 * * *")]
    [InlineData("* * 0 * *")]
    [InlineData("* * * 13 *")]
    [InlineData("* * * * 7")]
    [InlineData("*/0 * * * *")]
    [InlineData("5-1 * * * *")]
    [InlineData("1-2-3 * * * *")]
    [InlineData("a * * * *")]
    [InlineData("-1 * * * *")]
    [InlineData("@dayly")]
    public async Task A_schedule_that_can_not_be_read_is_told_in_the_words_of_the_reader(string schedule)
    {
        Assert.False(CronSchedule.TryParse(schedule, out _, out string? error));
        foreach (string code in Uses(schedule))
        {
            Diagnostic found = Assert.Single(await Analysis.OfAsync(code));
            Assert.Equal("BJ0004", found.Id);
            Assert.Equal($"The schedule '{schedule}' can't be read: {error}", found.GetMessage());
        }
    }

    [Theory]
    [InlineData("30 2 * * *")]
    [InlineData("*/15 8-18 1,15 JAN-mar MON-FRI")]
    [InlineData("0 0 ? * sun")]
    [InlineData("@daily")]
    [InlineData("@every 5m")]
    public async Task A_schedule_that_can_be_read_is_left_alone(string schedule)
    {
        Assert.True(CronSchedule.TryParse(schedule, out _, out _));
        foreach (string code in Uses(schedule))
        {
            Assert.Empty(await Analysis.OfAsync(code));
        }
    }

    private static IEnumerable<string> Uses(string schedule) =>
    [
        $"CronJob job = CronJobBuilder.Every([|\"{schedule}\"|], JobBuilder.NonIndexed(\"x\"));".Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal),
        $"const string When = \"{schedule}\"; var spec = new CronJobSpec {{ Schedule = When }};",
        $"CronSchedule read = CronSchedule.Parse(\"{schedule}\");",
    ];
}

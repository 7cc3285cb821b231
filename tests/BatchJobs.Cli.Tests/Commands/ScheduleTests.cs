using System.Text.Json;
using BatchJobs.Cli.Tests.Support;

namespace BatchJobs.Cli.Tests.Commands;

public class ScheduleTests
{
    [Fact]
    public async Task I_see_the_next_runs_of_a_schedule()
    {
        CommandResult result = (await CommandRun.RunAsync("schedule", "30 2 * * MON", "--from", "2026-11-23T02:30:00Z", "--count", "2")).Exited(0);

        Assert.Equal(
        [
            "2026-11-30T02:30:00Z   Mon 30 Nov 2026 02:30:00 +00:00",
            "2026-12-07T02:30:00Z   Mon 07 Dec 2026 02:30:00 +00:00",
        ], result.Output);
    }

    [Fact]
    public async Task A_run_in_the_hour_the_clocks_skip_does_not_happen()
    {
        CommandResult result = (await CommandRun.RunAsync(
            "schedule", "30 2 * * *", "--time-zone", "Europe/Berlin", "--from", "2027-03-27T00:00:00Z", "--count", "2", "--output", "json")).Exited(0);

        Assert.Equal(
            ["2027-03-27T02:30:00+01:00", "2027-03-29T02:30:00+02:00"],
            result.Output.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("local").GetString()));
    }

    [Fact]
    public async Task A_descriptor_is_a_schedule_and_not_the_name_of_a_file() =>
        Assert.Equal(5, (await CommandRun.RunAsync("schedule", "@daily")).Exited(0).Output.Count);

    [Theory]
    [InlineData("* * * *", null, "five fields")]
    [InlineData("61 * * * *", null, "61")]
    [InlineData("@dayly", null, "did you mean @daily?")]
    [InlineData("@evry 5m", null, "did you mean @every 5m?")]
    [InlineData("@daily", "Mars/Olympus", "Europe/Berlin")]
    public async Task A_mistake_is_explained(string expression, string? zone, string named)
    {
        CommandResult result = (await CommandRun.RunAsync(["schedule", expression, .. zone is null ? (string[])[] : ["--time-zone", zone]])).Exited(2);

        Assert.Contains(named, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_five_fields_need_no_quotes_where_the_shell_leaves_them_alone() =>
        Assert.Equal(
            ["2026-11-30T09:00:00Z   Mon 30 Nov 2026 09:00:00 +00:00"],
            (await CommandRun.RunAsync("schedule", "0", "9", "*", "*", "1", "--from", "2026-11-24T00:00:00Z", "--count", "1")).Exited(0).Output);

    [Fact]
    public async Task Stars_that_the_shell_made_files_of_are_recognized()
    {
        CommandResult result = (await CommandRun.RunAsync("schedule", "0", "9", "README.md", "src", "README.md", "src", "1")).Exited(2);

        Assert.Contains("put it in quotes", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_that_never_comes_is_told_apart_from_a_mistake()
    {
        CommandResult result = (await CommandRun.RunAsync("schedule", "0 0 30 2 *")).Exited(1);

        Assert.Contains("not due within five years", result.ErrorText, StringComparison.Ordinal);
    }
}

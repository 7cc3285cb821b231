using System.Text.Json;
using BatchJobs.Cli.Tests.Support;

namespace BatchJobs.Cli.Tests.Commands;

public class SimulateTests
{
    [Fact]
    public async Task The_time_line_tells_what_happened_when_and_why()
    {
        CommandResult result = (await CommandRun.RunAsync("simulate", "-f", "samples/scenarios/flaky-network.json")).Exited(0);

        Assert.StartsWith("flaky-network: Failed (FailedIndexes: Job has failed indexes)", result.Output[0], StringComparison.Ordinal);
        Assert.Contains(result.Output, line => line.Contains("Index 2 is not retried after 3 failures", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_gives_one_JSON_object_a_line_in_the_order_of_the_file_names()
    {
        CommandResult result = (await CommandRun.RunAsync("simulate", "-f", "samples/scenarios", "--output", "json")).Exited(0);

        List<JsonElement> results = [.. result.Output.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(["flaky-network", "night-run"], results.Select(line => line.GetProperty("scenario").GetString()));
        Assert.Equal("0,1,3", results[0].GetProperty("status").GetProperty("completedIndexes").GetString());
        Assert.Equal("DeadlineExceeded", results[1].GetProperty("status").GetProperty("conditions")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task The_same_scenario_gives_the_same_result_every_time()
    {
        CommandResult first = await CommandRun.RunAsync("simulate", "-f", "samples/scenarios", "--output", "json");
        CommandResult second = await CommandRun.RunAsync("simulate", "-f", "samples/scenarios", "--output", "json");

        Assert.Equal(first.Output, second.Output);
    }

    [Fact]
    public async Task One_bad_scenario_does_not_hide_the_others()
    {
        using TemporaryFolder folder = new();
        folder.Write("a-broken.json", """{"name": "a", "job": 7}""");
        File.Copy(Repository.File("samples/scenarios/night-run.json"), Path.Combine(folder.Path, "b.json"));

        CommandResult result = (await CommandRun.RunAsync("simulate", "-f", folder.Path, "-o", "json")).Exited(2);

        Assert.Contains("a-broken.json: ", Assert.Single(result.Error), StringComparison.Ordinal);
        Assert.Single(result.Output);
    }

    [Theory]
    [InlineData("""{"name": "x"}""")]
    [InlineData("not json")]
    [InlineData("""{"name": "x", "job": {"kind": "Job", "spec": {"completions": -1}}}""")]
    public async Task What_is_no_scenario_is_refused(string text)
    {
        CommandResult result = (await CommandRun.RunWithInputAsync(text, "simulate", "-f", "-")).Exited(2);

        Assert.StartsWith("error: ", result.ErrorText, StringComparison.Ordinal);
    }
}

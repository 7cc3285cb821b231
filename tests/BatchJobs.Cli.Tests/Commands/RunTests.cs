using System.Text.Json;
using BatchJobs.Cli.Tests.Support;

namespace BatchJobs.Cli.Tests.Commands;

public class RunTests
{
    private static readonly string ThreeGreetings =
        ShellJob.Manifest("example-job", "echo 'Hello, Kubernetes!'; sleep 0.2", "completions: 3\nparallelism: 2");

    [Fact]
    public async Task A_pod_is_created_before_it_is_said_to_have_failed()
    {
        string manifest = ShellJob.Manifest("short", "true", "backoffLimit: 0").Replace("\"sh\"", "\"/no/such/program\"", StringComparison.Ordinal);

        List<string> lines = [.. (await CommandRun.RunWithInputAsync(manifest, "run", "-f", "-")).Exited(1).Output];

        int created = lines.FindIndex(line => line.StartsWith("job.batch/short SuccessfulCreate: Created pod: ", StringComparison.Ordinal));
        int failed = lines.FindIndex(line => line.StartsWith("pod/short-", StringComparison.Ordinal) && line.Contains(" failed: ", StringComparison.Ordinal));
        Assert.InRange(created, 0, failed - 1);
    }

    [Fact]
    public async Task I_see_the_output_of_every_pod_and_how_the_Job_ended()
    {
        CommandResult result = (await CommandRun.RunWithInputAsync(ThreeGreetings, "run", "-f", "-")).Exited(0);

        Assert.Equal(3, result.Output.Count(line => line.EndsWith(" | Hello, Kubernetes!", StringComparison.Ordinal)));
        Assert.All(
            result.Output.Where(line => line.Contains("Hello", StringComparison.Ordinal)),
            line => Assert.Matches(@"^example-job-\w{5} \| Hello, Kubernetes!$", line));
        Assert.Contains("job.batch/example-job condition met", result.Output);
        Assert.Matches(@"^example-job +Complete +3/3 +\d+s$", result.Output[^1]);
        Assert.Empty(result.ErrorText);
    }

    [Fact]
    public async Task I_see_all_that_a_pod_writes_in_one_go()
    {
        const int Lines = 200_000;

        CommandResult result = (await CommandRun.RunWithInputAsync(ShellJob.Manifest("burst", $"seq 1 {Lines}"), "run", "-f", "-")).Exited(0);

        Assert.Equal(Lines, result.Output.Count(line => line.StartsWith("burst-", StringComparison.Ordinal) && line.Contains(" | ", StringComparison.Ordinal)));
        Assert.Empty(result.ErrorText);
    }

    [Fact]
    public async Task I_can_read_the_outcome_as_one_JSON_object_a_line()
    {
        CommandResult result = (await CommandRun.RunWithInputAsync(ThreeGreetings, "run", "-f", "-", "--output", "json")).Exited(0);

        List<JsonElement> lines = [.. result.Output.Select(line => JsonDocument.Parse(line).RootElement)];
        List<JsonElement> logs = [.. lines.Where(line => line.GetProperty("type").GetString() == "log")];
        Assert.Equal(3, logs.Count);
        Assert.All(logs, log => Assert.Equal("Hello, Kubernetes!", log.GetProperty("text").GetString()));
        Assert.Equal(3, logs.Select(log => log.GetProperty("pod").GetString()).Distinct().Count());
        Assert.Contains(lines, line => line.GetProperty("type").GetString() == "event" && line.GetProperty("reason").GetString() == "SuccessfulCreate");
        JsonElement final = lines[^1];
        Assert.Equal("job", final.GetProperty("type").GetString());
        Assert.Equal("example-job", final.GetProperty("job").GetString());
        Assert.Equal("Complete", final.GetProperty("status").GetString());
        Assert.Equal(3, final.GetProperty("succeeded").GetInt32());
    }

    [Fact]
    public async Task A_failed_Job_tells_why_and_the_command_exits_with_1()
    {
        string manifest = ShellJob.Manifest("broken", "echo no disk >&2; exit 42", "backoffLimit: 0");

        CommandResult result = (await CommandRun.RunWithInputAsync(manifest, "run", "-f", "-")).Exited(1);

        Assert.Contains("job.batch/broken failed: BackoffLimitExceeded: Job has reached the specified backoff limit", result.Output);
        Assert.Contains(result.Output, line => line.Contains("pod/broken-", StringComparison.Ordinal) && line.Contains("exit code 42", StringComparison.Ordinal));
        Assert.Contains(result.Output, line => line.EndsWith(" | no disk", StringComparison.Ordinal));
        Assert.Matches(@"^broken +Failed +0/1 +\d+s$", result.Output[^1]);
    }

    [Fact]
    public async Task Several_Jobs_run_side_by_side_and_one_that_fails_decides_the_exit_code()
    {
        using TemporaryFolder folder = new();

        // Each waits for the other: one after the other they would never end.
        string first = ShellJob.Manifest("first", $"touch {folder.Path}/a; until [ -e {folder.Path}/b ]; do sleep 0.05; done");
        string second = ShellJob.Manifest("second", $"touch {folder.Path}/b; until [ -e {folder.Path}/a ]; do sleep 0.05; done; exit 1", "backoffLimit: 0");

        CommandResult result = (await CommandRun.RunWithInputAsync($"{first}---\n{second}", "run", "-f", "-")).Exited(1);

        Assert.Contains("job.batch/first condition met", result.Output);
        Assert.Contains(result.Output, line => line.StartsWith("job.batch/second failed: BackoffLimitExceeded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Job_that_is_removed_as_soon_as_it_has_finished_is_reported_all_the_same()
    {
        string manifest = ShellJob.Manifest("fleeting", "echo done", "ttlSecondsAfterFinished: 0");

        CommandResult result = (await CommandRun.RunWithInputAsync(manifest, "run", "-f", "-")).Exited(0);

        Assert.Contains("job.batch/fleeting condition met", result.Output);
    }

    [Fact]
    public async Task A_Job_that_takes_longer_than_the_timeout_is_stopped_and_the_command_exits_with_1()
    {
        string mark = ProcessList.NewMark();

        CommandResult result = (await CommandRun.RunWithInputAsync(ShellJob.Manifest("slow", $"sleep {mark}"), "run", "-f", "-", "--timeout", "1s")).Exited(1);

        Assert.Contains("the time is up", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("job.batch/slow stopped before it finished: 0 pods succeeded, 0 failed", result.Output);
        Assert.Empty(ProcessList.WithMark(mark));
    }

    [Fact]
    public async Task Output_to_a_file_has_no_escape_sequences()
    {
        CommandResult result = (await CommandRun.RunWithInputAsync(ThreeGreetings, "run", "-f", "-")).Exited(0);

        Assert.DoesNotContain('\e', result.OutputText);
    }
}

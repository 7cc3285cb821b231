using BatchJobs.Cli.Tests.Support;

namespace BatchJobs.Cli.Tests.Stores;

/// <summary>What becomes of a command whose output nobody wants, or nothing can hold.</summary>
public sealed class OutputTests : IAsyncDisposable
{
    private const string OneLineIsEnough = "{ \"$@\"; echo \"exit code $?\" >&2; } | head -n 1";
    private const string OntoAFullDisk = "\"$@\" > /dev/full; echo \"exit code $?\" >&2";

    private readonly StoreBench bench = new();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_watch_that_nobody_reads_any_longer_ends()
    {
        await bench.CreateAsync("one", "true", "suspend: true");

        CommandResult result = await bench.ShellAsync(OneLineIsEnough, "get", "jobs", "--watch");

        Assert.Equal("exit code 0", result.ErrorText);
        Assert.StartsWith("NAME ", Assert.Single(result.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_that_nobody_follows_any_longer_end()
    {
        await bench.ServeAsync();
        await bench.CreateAsync("endless", "echo begun; exec sleep 100000");

        CommandResult result = await bench.ShellAsync(OneLineIsEnough, "logs", "endless", "--follow");

        Assert.Equal("exit code 0", result.ErrorText);
        Assert.EndsWith("| begun", Assert.Single(result.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_that_is_closed_is_told_in_a_line()
    {
        CommandResult result = await bench.ShellAsync("\"$@\" >&-; echo \"exit code $?\" >&2", "run", "-f", bench.Write("job.yaml", ShellJob.Manifest("mute", "true")), "--store", "");

        Assert.Equal(2, result.Error.Count(line => !line.StartsWith("job.batch/", StringComparison.Ordinal)));
        Assert.Equal("exit code 1", result.Error[^1]);
    }

    [Fact]
    public async Task A_full_disk_is_told_in_a_line()
    {
        SkipWithoutFullDisk();
        await bench.CreateAsync("one", "true", "suspend: true");

        CommandResult result = await bench.ShellAsync(OntoAFullDisk, "get", "jobs");

        Assert.Equal(["error: No space left on device", "exit code 1"], result.Error);
    }

    [Fact]
    public async Task A_run_that_can_tell_nothing_leaves_no_process_behind()
    {
        SkipWithoutFullDisk();
        string mark = ProcessList.NewMark();
        string file = bench.Write("run.yaml", ShellJob.Manifest("run", $"echo begun; exec sleep {mark}"));

        CommandResult result = await bench.ShellAsync(OntoAFullDisk, "run", "-f", file, "--store", "");

        Assert.Equal(["error: No space left on device", "exit code 1"], result.Error);
        Assert.Empty(ProcessList.WithMark(mark));
    }

    private static void SkipWithoutFullDisk() => Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full on this system");
}

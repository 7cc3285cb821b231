using BatchJobs.Processes.Running;
using BatchJobs.Processes.Tests.Infrastructure;

namespace BatchJobs.Processes.Tests;

public class TerminationMessageTests
{
    [Theory]
    [InlineData("echo -n why > $BATCHJOBS_TERMINATION_LOG")]
    [InlineData("echo -n no > $BATCHJOBS_TERMINATION_LOG; echo -n why > $BATCHJOBS_TERMINATION_LOG")]
    [InlineData("echo -n why > \"$0\"")] // as the manifest calls it
    public async Task What_a_program_writes_about_its_end_is_reported(string script)
    {
        await using var bench = await Bench.OpenAsync();

        var end = await bench.EndOfAsync(Bench.Runs("/bin/sh", "-c", script, "/tmp/why") with { TerminationMessagePath = "/tmp/why" });

        Assert.Equal((0, "why"), (end.ExitCode, end.Message));
        Assert.False(File.Exists("/tmp/why"));
    }

    [Fact]
    public async Task Only_the_last_4096_bytes_of_it_are()
    {
        await using var bench = await Bench.OpenAsync();

        var end = await bench.EndOfAsync(Bench.Runs("/bin/sh", "-c", "{ head -c 5000 /dev/zero | tr '\\0' x; echo -n end; } > $BATCHJOBS_TERMINATION_LOG"));

        Assert.Equal(4096, end.Message!.Length);
        Assert.EndsWith("xend", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_written_goes_before_the_end_of_the_output()
    {
        await using var bench = await Bench.OpenAsync();
        var container = Bench.Runs("/bin/sh", "-c", "echo log; $0; exit 3") with { TerminationMessagePolicy = "FallbackToLogsOnError" };

        var silent = await bench.EndOfAsync(container with { Args = ["true"] });
        var told = await bench.EndOfAsync(Bench.Runs("/bin/sh", "-c", "echo log; echo -n why > $BATCHJOBS_TERMINATION_LOG; exit 3") with { TerminationMessagePolicy = "FallbackToLogsOnError" });

        Assert.Equal(("log\n", "why"), (silent.Message, told.Message));
    }

    [Fact]
    public void The_containers_of_a_pod_share_12_kB()
    {
        var message = new string('x', 4096);

        Assert.Equal(4096, ContainerTerminations.Share(message, 3)!.Length);
        Assert.Equal(1228, ContainerTerminations.Share(message, 10)!.Length);
    }
}

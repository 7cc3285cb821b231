using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Processes.Tests.Infrastructure;

namespace BatchJobs.Processes.Tests;

/// <summary>Containers whose output nobody reads.</summary>
public class UncapturedOutputTests
{
    private static readonly ProcessExecutorOptions Options = new() { CaptureOutput = false };

    [Fact]
    public async Task Output_goes_nowhere_and_the_end_with_its_message_is_told_all_the_same()
    {
        await using var bench = await Bench.OpenAsync(Options);
        var pod = await bench.StartAsync(Bench.Runs("/bin/sh", "-c", "readlink /proc/$$$$/fd/1 /proc/$$$$/fd/2 | cat > $BATCHJOBS_TERMINATION_LOG; echo out; echo error >&2; exit 3"));

        var end = (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!;

        Assert.Equal((3, "/dev/null\n/dev/null\n"), (end.ExitCode, end.Message));
        Assert.Empty(await bench.LogAsync(pod, new PodLogOptions { Follow = true }));
    }

    [Fact]
    public async Task Output_goes_nowhere_without_what_Linux_has_too()
    {
        await using var bench = await Bench.OpenAsync(Options with { Portable = true });
        var pod = await bench.StartAsync(Bench.Runs("/bin/sh", "-c", "echo out; echo error >&2; seq 100000; exit 3"));

        Assert.Equal(3, (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!.ExitCode);
        Assert.Empty(await bench.LogAsync(pod, new PodLogOptions { Follow = true }));
    }

    [Fact]
    public async Task What_left_the_group_is_found_without_the_output_it_would_hold()
    {
        await using var bench = await Bench.OpenAsync(Options with { DrainTimeout = TimeSpan.FromMilliseconds(200) });
        var pod = await bench.StartAsync(Bench.Runs("/bin/sh", "-c", "setsid sleep 1000 & exit 0"));

        Assert.Equal(PodPhase.Succeeded, (await bench.EndOfAsync(pod)).Phase);

        await ProcessTable.GoneAsync(bench.JobUid);
    }

    [Fact]
    public async Task A_message_from_the_log_is_more_than_there_is()
    {
        await using var bench = await Bench.OpenAsync(Options with { UnsupportedFields = UnsupportedFieldPolicy.Reject });

        var status = await bench.EndOfAsync(await bench.StartAsync(Bench.Runs("/bin/false") with { TerminationMessagePolicy = "FallbackToLogsOnError" }));

        Assert.Equal("UnsupportedFields", status.Reason);
        Assert.Contains("spec.containers[].terminationMessagePolicy", status.Message, StringComparison.Ordinal);
        Assert.Equal(PodPhase.Succeeded, (await bench.EndOfAsync(await bench.StartAsync(Bench.Runs("/bin/true")))).Phase);
    }
}

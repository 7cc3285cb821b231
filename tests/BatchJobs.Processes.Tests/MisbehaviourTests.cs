using BatchJobs.Pods;
using BatchJobs.Processes.Logs;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Tests;

/// <summary>Programs that do all they can to be a nuisance.</summary>
public class MisbehaviourTests
{
    [Fact]
    public async Task A_program_that_does_everything_wrong_ends_as_it_ends_and_leaves_nothing()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartAsync(Bench.Does("misbehave"));

        var end = (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!;

        Assert.Equal((134, 6, "Error"), (end.ExitCode, end.Signal, end.Reason));
        await ProcessTable.GoneAsync(bench.JobUid);
    }

    [Fact]
    public async Task A_program_with_500_children_that_ignores_SIGTERM_is_killed_with_all_of_them()
    {
        await using var bench = await Bench.OpenAsync();
        const string Script = "trap '' TERM; for i in $(seq 250); do sleep 1000 & setsid sleep 1000 & done; echo ready; while :; do wait; done";
        var pod = await bench.StartReadyAsync(new PodSpec { Containers = [Bench.Runs("/bin/bash", "-c", Script)] });
        Assert.True(ProcessTable.LivingMembersOf(bench.JobUid).Count > 400);

        await bench.Executor.StopAsync(pod, TimeSpan.FromMilliseconds(100));

        Assert.Equal(137, (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!.ExitCode);
        await ProcessTable.GoneAsync(bench.JobUid);
    }

    [Fact]
    public async Task A_program_that_wiped_its_environment_and_title_is_still_known_by_its_group()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartReadyAsync(new PodSpec { Containers = [Bench.Does("hide")] });
        Assert.Empty(ProcessTable.LivingMembersOf(bench.JobUid));

        await bench.Executor.StopAsync(pod, TimeSpan.Zero);

        Assert.Equal(137, (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!.ExitCode);
    }

    [Fact]
    public async Task A_gigabyte_of_output_costs_no_more_than_the_limits()
    {
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { Logs = new PodLogLimits { MaxBytesPerPod = 100_000 } });
        var pod = await bench.StartAsync(Bench.Does("flood", "1024"));

        Assert.Equal(PodPhase.Succeeded, (await bench.EndOfAsync(pod)).Phase);

        var usage = bench.Executor.GetLogUsage(pod)!.Value;
        Assert.InRange(usage.Bytes, 1, 100_000);
        Assert.Equal(8 * 1024 * 1024 + 1, usage.Lines + usage.DroppedLines);
        Assert.Equal("end", (await bench.LogAsync(pod))[^1]);
    }
}

using BatchJobs.Pods;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Specs;
using Microsoft.Extensions.Time.Testing;

namespace BatchJobs.Processes.Tests;

public class RestartTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_failing_container_is_started_again_at_once_and_then_after_10_20_and_40_s()
    {
        var time = new FakeTimeProvider(Start);
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { TimeProvider = time });
        var pod = await bench.StartAsync(OnFailure(Bench.Runs("/bin/sh", "-c", "exit 3")));

        var restarts = 1;
        foreach (var (delay, text) in new[] { (10, "10s"), (20, "20s"), (40, "40s"), (80, "1m20s") })
        {
            var waiting = await bench.Reports.FirstAsync(pod, status => IsBackingOff(status, restarts));
            var container = waiting.ContainerStatuses[0];
            Assert.Equal(PodPhase.Running, waiting.Phase);
            Assert.Equal(
                $"back-off {text} restarting failed container=main pod=job-1_space(00000001-0000-0000-0000-000000000000)",
                container.Waiting!.Message);
            Assert.Equal((3, "Error"), (container.LastTermination!.ExitCode, container.LastTermination.Reason));
            Assert.False(container.Ready);

            time.Advance(TimeSpan.FromSeconds(delay));
            restarts++;
        }

        var last = await bench.Reports.FirstAsync(pod, status => IsBackingOff(status, restarts));
        Assert.Equal(Start.AddSeconds(150), last.ContainerStatuses[0].LastTermination!.FinishedAt);
    }

    [Fact]
    public async Task A_container_that_cannot_be_started_is_tried_again_like_one_that_failed()
    {
        var time = new FakeTimeProvider(Start);
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { TimeProvider = time });
        var pod = await bench.StartAsync(OnFailure(Bench.Runs("/no/such/program")));

        var waiting = await bench.Reports.FirstAsync(pod, status => IsBackingOff(status, restarts: 1));

        Assert.Equal("StartError", waiting.ContainerStatuses[0].LastTermination!.Reason);
    }

    [Fact]
    public async Task A_container_that_succeeds_at_last_ends_the_pod_and_remembers_the_end_before()
    {
        await using var bench = await Bench.OpenAsync();
        var mark = Path.Combine(Directory.CreateTempSubdirectory().FullName, "mark");

        var status = await bench.EndOfAsync(await bench.StartAsync(OnFailure(Bench.Runs("/bin/sh", "-c", $"test -e {mark} || {{ touch {mark}; exit 5; }}"))));

        Directory.Delete(Path.GetDirectoryName(mark)!, recursive: true);
        var container = status.ContainerStatuses[0];
        Assert.Equal(PodPhase.Succeeded, status.Phase);
        Assert.Equal((1, 0, 5), (container.RestartCount, container.Terminated!.ExitCode, container.LastTermination!.ExitCode));
    }

    [Fact]
    public async Task A_stop_ends_the_wait_for_a_restart_and_shows_the_last_end()
    {
        var time = new FakeTimeProvider(Start);
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { TimeProvider = time });
        var pod = await bench.StartAsync(OnFailure(Bench.Runs("/bin/sh", "-c", "exit 3")));
        await bench.Reports.FirstAsync(pod, status => IsBackingOff(status, restarts: 1));

        await bench.Executor.StopAsync(pod);

        var status = await bench.EndOfAsync(pod);
        Assert.Equal((PodPhase.Failed, 3), (status.Phase, status.ContainerStatuses[0].Terminated!.ExitCode));
    }

    [Fact]
    public async Task A_container_that_is_stopped_is_not_started_again()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartReadyAsync(OnFailure(Bench.Does("on-term", "3")));

        await bench.Executor.StopAsync(pod);

        var status = await bench.EndOfAsync(pod);
        Assert.Equal((PodPhase.Failed, 0), (status.Phase, status.ContainerStatuses[0].RestartCount));
    }

    [Fact]
    public async Task The_rules_of_a_container_can_ask_for_a_restart_the_pod_would_not_make()
    {
        await using var bench = await Bench.OpenAsync();
        var mark = Path.Combine(Directory.CreateTempSubdirectory().FullName, "mark");
        var rule = new ContainerRestartRule
        {
            Action = "Restart",
            ExitCodes = new ContainerRestartRuleOnExitCodes { Operator = ExitCodeOperator.In, Values = [42] },
        };
        var container = Bench.Runs("/bin/sh", "-c", $"test -e {mark} && exit 1; touch {mark}; exit 42") with
        {
            RestartPolicy = RestartPolicy.Never,
            RestartPolicyRules = [rule],
        };

        var status = await bench.EndOfAsync(await bench.StartAsync(container));

        Directory.Delete(Path.GetDirectoryName(mark)!, recursive: true);
        Assert.Equal((1, 1), (status.ContainerStatuses[0].RestartCount, status.ContainerStatuses[0].Terminated!.ExitCode));
    }

    private static PodSpec OnFailure(Container container) => new() { RestartPolicy = RestartPolicy.OnFailure, Containers = [container] };

    private static bool IsBackingOff(PodStatus status, int restarts) =>
        status.ContainerStatuses is [{ Waiting.Reason: "CrashLoopBackOff" } container] && container.RestartCount == restarts;
}

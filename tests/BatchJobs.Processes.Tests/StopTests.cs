using BatchJobs.Pods;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Specs;
using Microsoft.Extensions.Time.Testing;

namespace BatchJobs.Processes.Tests;

public class StopTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, PodPhase.Succeeded)]
    [InlineData(3, PodPhase.Failed)]
    public async Task A_program_can_end_itself_on_SIGTERM(int code, PodPhase phase)
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartReadyAsync(new PodSpec { Containers = [Bench.Does("on-term", $"{code}")] });

        await bench.Executor.StopAsync(pod);

        var status = await bench.EndOfAsync(pod);
        Assert.Equal(phase, status.Phase);
        Assert.Equal(code, status.ContainerStatuses[0].Terminated!.ExitCode);
    }

    [Fact]
    public async Task A_program_without_a_handler_ends_by_SIGTERM()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartAsync(Bench.Runs("/bin/sleep", "1000"));
        await bench.Reports.FirstAsync(pod, status => status.Phase == PodPhase.Running);

        await bench.Executor.StopAsync(pod);

        var end = (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!;
        Assert.Equal((143, 15), (end.ExitCode, end.Signal));
    }

    [Theory]
    [InlineData(null, null, 30)] // the default
    [InlineData(7L, null, 7)] // what the pod spec says
    [InlineData(7L, 3, 3)] // what the request says
    public async Task A_program_that_ignores_SIGTERM_is_killed_after_the_grace_period(long? ofSpec, int? ofRequest, int seconds)
    {
        var time = new FakeTimeProvider(Start);
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { TimeProvider = time });
        var pod = await bench.StartReadyAsync(new PodSpec { Containers = [Bench.Does("ignore-term")], TerminationGracePeriodSeconds = ofSpec });

        await bench.Executor.StopAsync(pod, ofRequest is { } value ? TimeSpan.FromSeconds(value) : null);
        await bench.LineAsync(pod, "ignored");
        time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        time.Advance(TimeSpan.FromMilliseconds(1));

        var status = await bench.EndOfAsync(pod);
        var end = status.ContainerStatuses[0].Terminated!;
        Assert.Equal((137, 9, Start.AddSeconds(seconds)), (end.ExitCode, end.Signal, end.FinishedAt));
    }

    [Fact]
    public async Task A_stop_is_reported_at_once_with_its_deadline()
    {
        var time = new FakeTimeProvider(Start);
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { TimeProvider = time });
        var pod = await bench.StartReadyAsync(new PodSpec { Containers = [Bench.Does("ignore-term")] });

        await bench.Executor.StopAsync(pod, TimeSpan.FromSeconds(20));

        var last = bench.Reports.Of(pod)[^1];
        Assert.Equal((PodPhase.Running, Start.AddSeconds(20), 20), (last.Phase, last.DeletionTimestamp, last.DeletionGracePeriodSeconds));
        await bench.Executor.StopAsync(pod, TimeSpan.Zero);
    }

    [Fact]
    public async Task A_second_stop_can_shorten_the_wait_but_not_extend_it()
    {
        var time = new FakeTimeProvider(Start);
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { TimeProvider = time });
        var pod = await bench.StartReadyAsync(new PodSpec { Containers = [Bench.Does("ignore-term")] });

        await bench.Executor.StopAsync(pod, TimeSpan.FromSeconds(20));
        await bench.Executor.StopAsync(pod, TimeSpan.FromSeconds(60));
        Assert.Equal(Start.AddSeconds(20), bench.Reports.Of(pod)[^1].DeletionTimestamp);
        await bench.Executor.StopAsync(pod, TimeSpan.FromSeconds(5));
        Assert.Equal(Start.AddSeconds(5), bench.Reports.Of(pod)[^1].DeletionTimestamp);

        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(137, (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!.ExitCode);
    }

    [Fact]
    public async Task Stopping_an_unknown_or_ended_pod_does_nothing()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartAsync(Bench.Runs("/bin/true"));
        await bench.EndOfAsync(pod);
        var reports = bench.Reports.Of(pod).Count;

        await bench.Executor.StopAsync(pod);
        await bench.Executor.StopAsync(new PodId(Guid.NewGuid(), 1));

        Assert.Equal(reports, bench.Reports.Of(pod).Count);
    }

    [Fact]
    public async Task Closing_the_executor_ends_its_pods_as_a_node_that_shuts_down()
    {
        var bench = await Bench.OpenAsync();
        var pod = await bench.StartReadyAsync(new PodSpec { Containers = [Bench.Does("on-term", "0")] });

        await bench.Executor.DisposeAsync();

        var status = bench.Reports.Of(pod)[^1];
        Assert.Equal((PodPhase.Failed, "Terminated"), (status.Phase, status.Reason));
        Assert.Contains(status.Conditions, condition => condition is { Type: PodConditionTypes.DisruptionTarget, Reason: "TerminationByKubelet" });
    }
}

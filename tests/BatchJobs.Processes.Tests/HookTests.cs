using System.Text.Json;
using BatchJobs.Pods;
using BatchJobs.Processes.Kubelet;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Specs;
using Microsoft.Extensions.Time.Testing;

namespace BatchJobs.Processes.Tests;

public class HookTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task PreStop_runs_before_the_signal_in_the_environment_of_the_container()
    {
        await using var bench = await Bench.OpenAsync();
        var mark = Path.Combine(Directory.CreateTempSubdirectory().FullName, "mark");
        var pod = await bench.StartReadyAsync(Pod(
            """{"preStop":{"exec":{"command":["/bin/sh","-c","echo $WORD > $MARK"]}}}""",
            Bench.Runs("/bin/bash", "-c", "trap 'cat $MARK; exit 0' TERM; echo ready; while :; do read -t 1 < /dev/zero; done") with
            {
                Env = [new EnvVar { Name = "MARK", Value = mark }, new EnvVar { Name = "WORD", Value = "hooked" }],
            }));

        await bench.Executor.StopAsync(pod);

        Assert.Equal(PodPhase.Succeeded, (await bench.EndOfAsync(pod)).Phase);
        Assert.Equal(["ready", "hooked"], await bench.LogAsync(pod));
        Directory.Delete(Path.GetDirectoryName(mark)!, recursive: true);
    }

    [Fact]
    public async Task PreStop_can_wait_and_the_wait_counts_against_the_grace_period()
    {
        var time = new FakeTimeProvider(Start);
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { TimeProvider = time });
        var pod = await bench.StartReadyAsync(Pod("""{"preStop":{"sleep":{"seconds":5}}}""", Bench.Does("ignore-term")));

        await bench.Executor.StopAsync(pod, TimeSpan.FromSeconds(8));
        time.Advance(TimeSpan.FromSeconds(5));
        await bench.LineAsync(pod, "ignored");
        time.Advance(TimeSpan.FromSeconds(3));

        var end = (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!;
        Assert.Equal((137, Start.AddSeconds(8)), (end.ExitCode, end.FinishedAt));
    }

    [Fact]
    public async Task A_preStop_that_takes_all_the_time_leaves_the_signal_two_seconds()
    {
        var time = new FakeTimeProvider(Start);
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { TimeProvider = time });
        var pod = await bench.StartReadyAsync(Pod("""{"preStop":{"exec":{"command":["/bin/sleep","1000"]}}}""", Bench.Does("ignore-term")));

        await bench.Executor.StopAsync(pod, TimeSpan.FromSeconds(8));
        time.Advance(TimeSpan.FromSeconds(8));
        await bench.LineAsync(pod, "ignored");
        time.Advance(TimeSpan.FromSeconds(2));

        var end = (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!;
        Assert.Equal((137, Start.AddSeconds(10)), (end.ExitCode, end.FinishedAt));
        await ProcessTable.GoneAsync(bench.JobUid);
    }

    [Fact]
    public async Task A_preStop_that_fails_does_not_stop_the_stopping()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartReadyAsync(Pod("""{"preStop":{"exec":{"command":["/no/such/program"]}}}""", Bench.Does("on-term", "0")));

        await bench.Executor.StopAsync(pod);

        Assert.Equal(PodPhase.Succeeded, (await bench.EndOfAsync(pod)).Phase);
    }

    [Fact]
    public async Task A_preStop_whose_volume_was_taken_apart_does_not_stop_the_stopping()
    {
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { TimeProvider = new FakeTimeProvider(Start) });
        var pod = await bench.StartReadyAsync(new PodSpec
        {
            Volumes = JsonElement.Parse("""[{"name":"work","emptyDir":{}}]"""),
            Containers =
            [
                Bench.Runs("/bin/bash", "-c", "trap 'exit 0' TERM; rm -r a; touch a; echo ready; while :; do read -t 1 < /dev/zero; done") with
                {
                    WorkingDir = "/work",
                    VolumeMounts = JsonElement.Parse("""[{"name":"work","mountPath":"/work"},{"name":"work","mountPath":"/part","subPath":"a/b"}]"""),
                    Lifecycle = JsonElement.Parse("""{"preStop":{"exec":{"command":["/bin/true"]}}}"""),
                },
            ],
        });

        await bench.Executor.StopAsync(pod);

        Assert.Equal(PodPhase.Succeeded, (await bench.EndOfAsync(pod)).Phase);
    }

    [Fact]
    public async Task No_time_means_no_preStop()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartReadyAsync(Pod("""{"preStop":{"sleep":{"seconds":1000}}}""", Bench.Does("sleep")));

        await bench.Executor.StopAsync(pod, TimeSpan.Zero);

        Assert.Equal(137, (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!.ExitCode);
    }

    [Fact]
    public async Task The_container_is_not_ready_before_postStart_is_done()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartAsync(Pod("""{"postStart":{"exec":{"command":["/bin/true"]}}}""", Bench.Does("sleep")));

        await bench.Reports.FirstAsync(pod, status => status.ContainerStatuses[0].Ready);

        Assert.Contains(bench.Reports.Of(pod), status => status.ContainerStatuses[0] is { Running: not null, Ready: false });
    }

    [Fact]
    public async Task A_postStart_that_fails_ends_the_container()
    {
        await using var bench = await Bench.OpenAsync();

        var end = await bench.EndOfAsync(Bench.Runs("/bin/sleep", "1000") with { Lifecycle = JsonElement.Parse("""{"postStart":{"exec":{"command":["/bin/false"]}}}""") });

        Assert.Equal((143, "Error"), (end.ExitCode, end.Reason));
    }

    [Fact]
    public async Task What_a_hook_leaves_behind_goes_without_the_container()
    {
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { DrainTimeout = TimeSpan.FromMilliseconds(100) });
        var pod = await bench.StartAsync(Pod("""{"postStart":{"exec":{"command":["/bin/bash","-c","exec {fd}< <(setsid bash -c 'echo there; exec sleep 1000'); read -u $fd"]}}}""", Bench.Does("on-term", "0")));
        await bench.LineAsync(pod, "ready");
        await bench.Reports.FirstAsync(pod, status => status.ContainerStatuses[0] is { Ready: true } or { Terminated: not null });

        await bench.Executor.StopAsync(pod);

        Assert.Equal(PodPhase.Succeeded, (await bench.EndOfAsync(pod)).Phase);
        await ProcessTable.GoneAsync(bench.JobUid);
    }

    [Fact]
    public async Task A_container_can_ask_for_another_signal()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartReadyAsync(Pod(
            """{"stopSignal":"SIGUSR1"}""",
            Bench.Runs("/bin/bash", "-c", "trap 'exit 7' USR1; echo ready; while :; do read -t 1 < /dev/zero; done")));

        await bench.Executor.StopAsync(pod);

        Assert.Equal(7, (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!.ExitCode);
    }

    [Theory]
    [InlineData(null, 15)]
    [InlineData("SIGINT", 2)]
    [InlineData("SIGQUIT", 3)]
    [InlineData("SIGSYS", 31)]
    [InlineData("SIGRTMIN", 34)]
    [InlineData("SIGRTMIN+3", 37)]
    [InlineData("SIGRTMAX-2", 62)]
    [InlineData("SIGNOTHING", 15)]
    public void Signals_have_the_numbers_of_Linux(string? name, int number) => Assert.Equal(number, StopSignal.Number(name));

    private static PodSpec Pod(string lifecycle, Container container) => new() { Containers = [container with { Lifecycle = JsonElement.Parse(lifecycle) }] };
}

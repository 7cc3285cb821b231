using BatchJobs.Pods;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Specs;
using Microsoft.Extensions.Time.Testing;

namespace BatchJobs.Processes.Tests;

public class PodLifeTests
{
    [Fact]
    public async Task A_pod_is_pending_then_running_and_ready_then_ended()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartAsync(Bench.Runs("/bin/true"));
        await bench.EndOfAsync(pod);

        var reports = bench.Reports.Of(pod);

        Assert.Equal([PodPhase.Pending, PodPhase.Running, PodPhase.Succeeded], reports.Select(status => status.Phase));
        Assert.Equal(["False", "True", "False"], reports.Select(status => Ready(status).Status.Value));
        Assert.Equal(["ContainersNotReady", null, "PodCompleted"], reports.Select(status => Ready(status).Reason));
        Assert.Equal("ContainerCreating", reports[0].ContainerStatuses[0].Waiting!.Reason);
        Assert.All(reports, status => Assert.NotNull(status.StartTime));
    }

    [Fact]
    public async Task All_containers_run_together_and_the_last_one_decides_when_the_pod_ends()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartAsync(Bench.Does("exit", "7") with { Name = "a" }, Bench.Does("on-term", "0") with { Name = "b" });

        var running = await bench.Reports.FirstAsync(pod, status => status.ContainerStatuses is [{ Terminated: not null }, { Running: not null }]);
        await bench.LineAsync(pod, "ready");
        Assert.Equal(PodPhase.Running, running.Phase);
        Assert.Equal("containers with unready status: [a]", Ready(running).Message);
        await bench.Executor.StopAsync(pod);

        var status = await bench.EndOfAsync(pod);
        Assert.Equal(PodPhase.Failed, status.Phase);
        Assert.Equal([7, 0], status.ContainerStatuses.Select(container => container.Terminated!.ExitCode));
    }

    [Fact]
    public async Task Init_containers_run_one_after_another_before_the_others()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartAsync(new PodSpec
        {
            InitContainers = [Bench.Runs("/bin/echo", "1") with { Name = "a" }, Bench.Runs("/bin/echo", "2") with { Name = "b" }],
            Containers = [Bench.Runs("/bin/echo", "3")],
        });

        var status = await bench.EndOfAsync(pod);

        Assert.Equal(["1", "2", "3"], await bench.LogAsync(pod));
        Assert.Equal([0, 0], status.InitContainerStatuses.Select(container => container.Terminated!.ExitCode));
        var reports = bench.Reports.Of(pod);
        Assert.Equal(
            ["containers with incomplete status: [a b]", "containers with incomplete status: [b]", null],
            reports.Select(report => report.Conditions.Single(condition => condition.Type == "Initialized").Message).Distinct());
        Assert.Equal("PodInitializing", reports[0].ContainerStatuses[0].Waiting!.Reason);
    }

    [Fact]
    public async Task A_failed_init_container_fails_the_pod_and_nothing_else_runs()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartAsync(new PodSpec
        {
            InitContainers = [Bench.Runs("/bin/false") with { Name = "a" }, Bench.Runs("/bin/echo", "b") with { Name = "b" }],
            Containers = [Bench.Runs("/bin/echo", "c")],
        });

        var status = await bench.EndOfAsync(pod);

        Assert.Equal(PodPhase.Failed, status.Phase);
        Assert.Empty(await bench.LogAsync(pod));
        Assert.NotNull(status.ContainerStatuses[0].Waiting);
        Assert.DoesNotContain(bench.Reports.Of(pod), report => report.Phase == PodPhase.Running);
    }

    [Fact]
    public async Task A_pod_that_is_stopped_while_it_initializes_has_failed()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartReadyAsync(new PodSpec { InitContainers = [Bench.Does("on-term", "0") with { Name = "a" }], Containers = [Bench.Runs("/bin/echo", "c")] });

        await bench.Executor.StopAsync(pod);

        var status = await bench.EndOfAsync(pod);
        Assert.Equal(PodPhase.Failed, status.Phase);
        Assert.Equal((137, "ContainerStatusUnknown"), (status.ContainerStatuses[0].Terminated!.ExitCode, status.ContainerStatuses[0].Terminated!.Reason));
        Assert.Equal(["ready"], await bench.LogAsync(pod));
    }

    [Fact]
    public async Task Sidecars_run_beside_the_others_and_are_stopped_after_them_in_reverse_order()
    {
        await using var bench = await Bench.OpenAsync();
        var sidecar = Bench.Runs("/bin/bash", "-c", "trap 'echo stopped $0; exit 9' TERM; echo up $0; while :; do read -t 1 < /dev/zero; done") with { RestartPolicy = RestartPolicy.Always };
        var main = new[] { "/bin/bash", "-c", "while ! test -e $0; do sleep 0.01; done; echo main" };
        var mark = Path.Combine(Directory.CreateTempSubdirectory().FullName, "mark");
        var pod = await bench.StartAsync(new PodSpec
        {
            InitContainers =
            [
                sidecar with { Name = "a", Args = ["a"] },
                sidecar with { Name = "b", Args = ["b"] },
            ],
            Containers = [Bench.Runs(main) with { Args = [mark] }],
        });
        await bench.LineAsync(pod, "up a");
        await bench.LineAsync(pod, "up b");
        await File.WriteAllTextAsync(mark, "");

        var status = await bench.EndOfAsync(pod);

        Directory.Delete(Path.GetDirectoryName(mark)!, recursive: true);
        Assert.Equal(PodPhase.Succeeded, status.Phase);
        Assert.Equal(["main", "stopped b", "stopped a"], (await bench.LogAsync(pod)).Where(line => !line.StartsWith("up", StringComparison.Ordinal)));
        Assert.Equal([9, 9], status.InitContainerStatuses.Select(container => container.Terminated!.ExitCode));
    }

    [Fact]
    public async Task A_pod_that_is_active_for_too_long_fails()
    {
        var time = new FakeTimeProvider();
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { TimeProvider = time });
        var pod = await bench.StartReadyAsync(new PodSpec { ActiveDeadlineSeconds = 60, Containers = [Bench.Does("on-term", "0")] });

        time.Advance(TimeSpan.FromSeconds(60));

        var status = await bench.EndOfAsync(pod);
        Assert.Equal((PodPhase.Failed, "DeadlineExceeded"), (status.Phase, status.Reason));
        Assert.Equal("Pod was active on the node longer than the specified deadline", status.Message);
        Assert.Null(status.DeletionTimestamp);
    }

    [Fact]
    public async Task Deadlines_and_grace_periods_beyond_any_timer_do_no_harm()
    {
        var time = new FakeTimeProvider();
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { TimeProvider = time });
        var pod = await bench.StartReadyAsync(new PodSpec
        {
            ActiveDeadlineSeconds = int.MaxValue,
            TerminationGracePeriodSeconds = long.MaxValue,
            Containers = [Bench.Does("ignore-term")],
        });
        await bench.Executor.StopAsync(pod, TimeSpan.MaxValue);
        await bench.Executor.StopAsync(pod, TimeSpan.FromDays(100));
        await bench.LineAsync(pod, "ignored");

        time.Advance(TimeSpan.FromDays(99));
        Assert.Equal(PodPhase.Running, bench.Reports.Of(pod)[^1].Phase);
        time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(137, (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!.ExitCode);
    }

    private static PodCondition Ready(PodStatus status) => status.Conditions.Single(condition => condition.Type == PodConditionTypes.Ready);
}

using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Tests;

public class ExecutorTests
{
    [Fact]
    public async Task Starting_a_known_pod_again_does_nothing()
    {
        await using var bench = await Bench.OpenAsync();
        var request = bench.Request(new PodSpec { Containers = [Bench.Runs("/bin/echo", "once")] });

        await bench.Executor.StartAsync(request);
        await bench.Executor.StartAsync(request);
        await bench.EndOfAsync(request.Id);
        await bench.Executor.StartAsync(request);

        Assert.Equal(["once"], await bench.LogAsync(request.Id));
        Assert.Equal(3, bench.Reports.Of(request.Id).Count);
    }

    [Fact]
    public async Task A_pod_is_listed_until_it_is_released()
    {
        await using var bench = await Bench.OpenAsync();
        var ended = await bench.StartAsync(Bench.Runs("/bin/true"));
        await bench.EndOfAsync(ended);
        var running = await bench.StartReadyAsync(new PodSpec { Containers = [Bench.Does("sleep")] });

        Assert.Equal(
            [(ended, PodPhase.Succeeded), (running, PodPhase.Running)],
            (await bench.Executor.ListAsync()).Select(report => (report.Pod, report.Status.Phase)).OrderBy(report => report.Pod.Ordinal));

        await bench.Executor.ReleaseAsync(ended);
        await bench.Executor.ReleaseAsync(running);
        Assert.Empty(await bench.Executor.ListAsync());
        Assert.Equal(PodPhase.Running, bench.Reports.Of(running)[^1].Phase);

        await bench.Executor.StopAsync(running);
        Assert.Equal(PodPhase.Failed, (await bench.EndOfAsync(running)).Phase);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_forgotten_job_takes_its_pods_along_unless_they_are_orphaned(bool orphanPods)
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartReadyAsync(new PodSpec { Containers = [Bench.Does("on-term", "3")] });
        var other = await bench.StartAsync(
            new PodSpec { Containers = [Bench.Does("sleep")] },
            request => request with { Id = new PodId(Guid.NewGuid(), 1) });
        await bench.LineAsync(other, "ready");

        await bench.Executor.ForgetJobAsync(bench.JobUid, orphanPods);

        Assert.Equal([other], (await bench.Executor.ListAsync()).Select(report => report.Pod));
        Assert.Empty(await bench.LogAsync(pod));
        Assert.Null(bench.Reports.Of(other)[^1].DeletionTimestamp);
        if (orphanPods)
        {
            Assert.Null(bench.Reports.Of(pod)[^1].DeletionTimestamp);
            await bench.Executor.StopAsync(pod);
        }

        Assert.Equal(3, (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!.ExitCode);
    }

    [Fact]
    public async Task An_executor_has_one_observer_and_needs_it()
    {
        await using var executor = new ProcessPodExecutor();
        await using var bench = await Bench.OpenAsync();
        var request = bench.Request(new PodSpec { Containers = [Bench.Runs("/bin/true")] });

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await executor.StartAsync(request));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await bench.Executor.ConnectAsync(bench.Reports));
    }

    [Fact]
    public async Task A_closed_executor_starts_nothing()
    {
        var bench = await Bench.OpenAsync();
        await bench.DisposeAsync();
        await bench.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => bench.StartAsync(Bench.Runs("/bin/true")));
    }

    [Fact]
    public async Task An_observer_that_throws_loses_no_pod()
    {
        await using var executor = new ProcessPodExecutor();
        var observer = new ThrowingObserver();
        await executor.ConnectAsync(observer);
        await using var bench = await Bench.OpenAsync();

        await executor.StartAsync(bench.Request(new PodSpec { Containers = [Bench.Runs("/bin/true")] }));

        await observer.Ended.WaitAsync(Patience.Time);
    }

    [Fact]
    public async Task What_has_no_effect_is_said_once()
    {
        var logger = new ListLogger();
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { Logger = logger });

        await bench.EndOfAsync(Bench.Runs("/bin/true") with { Image = "busybox" });
        await bench.EndOfAsync(Bench.Runs("/bin/true") with { Image = "alpine" });

        Assert.Equal(["spec.containers[].image of the pod spec has no effect on pods that run as processes."], logger.Messages);
    }

    [Fact]
    public void The_executor_says_what_it_can_do()
    {
        var capabilities = new ProcessPodExecutor().Capabilities;

        Assert.Equal(new PodExecutorCapabilities { Logs = true, InPlaceRestarts = true, Readiness = true }, capabilities);
    }

    [Fact]
    public async Task A_pod_that_asks_for_what_processes_cannot_have_fails_if_the_options_say_so()
    {
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { UnsupportedFields = UnsupportedFieldPolicy.Reject });
        var spec = new PodSpec { NodeSelector = new Dictionary<string, string> { ["a"] = "b" }, Containers = [Bench.Runs("/bin/true") with { Image = "busybox", Tty = true }] };

        var status = await bench.EndOfAsync(await bench.StartAsync(spec));

        Assert.Equal((PodPhase.Failed, "UnsupportedFields"), (status.Phase, status.Reason));
        Assert.Equal("Pods that run as processes can't have: spec.nodeSelector, spec.containers[].tty", status.Message);
        Assert.Null(status.ContainerStatuses[0].Terminated); // no exit code for a rule to match
        Assert.Equal(PodPhase.Succeeded, (await bench.EndOfAsync(await bench.StartAsync(Bench.Runs("/bin/true") with { Image = "busybox" }))).Phase);
    }

    private sealed class ThrowingObserver : IPodObserver
    {
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Ended => this.ended.Task;

        public void OnReport(in PodReport report)
        {
            if (report.Status.Phase == PodPhase.Succeeded) this.ended.SetResult();
            throw new InvalidOperationException("observer");
        }

        public void OnVanished(PodId pod)
        {
        }
    }
}

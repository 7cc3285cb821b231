using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Specs;
using Xunit;

namespace BatchJobs.Testing.Xunit;

/// <content>Starting pods, and how they end by themselves.</content>
public abstract partial class PodExecutorContract
{
    /// <summary>A pod runs, ends, and is reported as it was.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_pod_runs_and_succeeds()
    {
        PodSpec spec = ExitsAtOnce();
        PodId pod = await StartAsync(spec);
        PodStatus ended = await WhenEndedAsync(pod);
        Assert.Equal(PodPhase.Succeeded, ended.Phase);
        Assert.Equal(spec.Containers![0].Name, Assert.Single(ended.ContainerStatuses).Name);
        Assert.Equal(0, EndOf(ended).ExitCode);
        Assert.NotNull(ended.StartTime);
        Assert.True(EndOf(ended).FinishedAt >= ended.StartTime, "A pod ends after it has started.");
        Assert.Null(ended.DeletionTimestamp);

        // A pod may be over before anybody has seen it run.
        Assert.All(
            reports.Of(pod).Where(status => status.Phase == PodPhase.Running),
            running => Assert.NotNull(Assert.Single(running.ContainerStatuses).Running));
        await UntilLivingAsync(0);
    }

    /// <summary>The exit code of a container is reported as it was, and anything but 0 is a failure.</summary>
    /// <param name="exitCode">The exit code.</param>
    /// <returns>The test.</returns>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(255)]
    public async Task A_pod_that_ends_badly_has_failed_with_its_exit_code(int exitCode)
    {
        PodStatus ended = await RunToEndAsync(ExitsAtOnce(exitCode));
        Assert.Equal((PodPhase.Failed, exitCode), (ended.Phase, EndOf(ended).ExitCode));
    }

    /// <summary>A pod that was accepted and can't run is reported as failed, not thrown.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_pod_that_can_not_run_has_failed()
    {
        PodStatus ended = await RunToEndAsync(CanNotRun());
        Assert.Equal(PodPhase.Failed, ended.Phase);
        Assert.NotEqual(0, EndOf(ended).ExitCode);
    }

    /// <summary>Asking again for a pod that runs does nothing.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Starting_a_running_pod_again_does_nothing()
    {
        PodStartRequest request = Request(RunsUntilStopped());
        await StartAsync(request);
        await WhenRunningAsync(request.Id);
        await UntilLivingAsync(1);
        await StartAsync(request);
        await RunToEndAsync(ExitsAtOnce());
        await UntilLivingAsync(1);
        Assert.Equal(PodPhase.Running, (await ListedAsync(request.Id)).Phase);
    }

    /// <summary>Asking again for a pod that has ended and is not released does nothing.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Starting_a_finished_pod_again_does_nothing()
    {
        PodStartRequest request = Request(ExitsAtOnce(3));
        await StartAsync(request);
        PodStatus ended = await WhenEndedAsync(request.Id);
        await StartAsync(request);
        await RunToEndAsync(ExitsAtOnce());
        Assert.Equal(EndOf(ended), EndOf(await ListedAsync(request.Id)));
        EndedOnce(request.Id);
    }

    /// <summary>A pod that many ask for at once runs once.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_pod_started_many_times_at_once_runs_once()
    {
        PodStartRequest request = Request(RunsUntilStopped());
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await StartAsync(request))));
        await WhenRunningAsync(request.Id);
        await RunToEndAsync(ExitsAtOnce());
        await UntilLivingAsync(1);
        Assert.Single(await ListedAsync(), request.Id);
    }
}

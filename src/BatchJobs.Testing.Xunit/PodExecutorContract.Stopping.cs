using BatchJobs.Pods;
using Xunit;

namespace BatchJobs.Testing.Xunit;

/// <content>Asking pods to end, and ending them by force.</content>
public abstract partial class PodExecutorContract
{
    /// <summary>A pod that does as it is asked ends at once.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_pod_that_is_asked_to_end_ends()
    {
        PodId pod = await RunAsync(RunsUntilStopped());
        await StopAsync(pod);
        PodStatus ended = await WhenEndedAsync(pod);
        Assert.Equal(PodPhase.Failed, ended.Phase);
        Assert.NotEqual(0, EndOf(ended).ExitCode);
        Assert.NotNull(ended.DeletionTimestamp);
        await UntilLivingAsync(0);
    }

    /// <summary>The request is reported before the end; stopping does not wait for the end.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task The_request_to_end_is_reported_while_the_pod_still_runs()
    {
        PodId pod = await RunAsync(IgnoresStop());
        await StopAsync(pod);
        PodStatus stopping = await WhenStoppingAsync(pod);
        Assert.Equal((PodPhase.Running, 36_000L), (stopping.Phase, stopping.DeletionGracePeriodSeconds));
        Assert.Equal(stopping.DeletionTimestamp, (await ListedAsync(pod)).DeletionTimestamp);
        if (!ShortensGracePeriods)
            return;
        await StopAsync(pod, TimeSpan.Zero);
        await WhenEndedAsync(pod);
    }

    /// <summary>A pod that does not do as it is asked is ended by force when the grace period of its spec is over, and not before.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_pod_that_ignores_the_request_is_ended_by_force_after_the_grace_period_of_its_spec()
    {
        PodId pod = await RunAsync(IgnoresStop(), ShortGraceSeconds);
        await StopAsync(pod);
        await WasForcedAsync(pod);
    }

    /// <summary>The grace period of the request goes before that of the spec.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_request_may_bring_its_own_grace_period()
    {
        PodId pod = await RunAsync(IgnoresStop());
        await StopAsync(pod, TimeSpan.FromSeconds(ShortGraceSeconds));
        await WasForcedAsync(pod);
    }

    /// <summary>Whoever can't wait any longer says so.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_later_request_can_shorten_the_grace_period()
    {
        if (!ShortensGracePeriods)
            return;
        PodId pod = await RunAsync(IgnoresStop());
        await StopAsync(pod, Hours);
        await WhenStoppingAsync(pod);
        await StopAsync(pod, TimeSpan.FromSeconds(ShortGraceSeconds));
        await WasForcedAsync(pod);
    }

    /// <summary>Nobody can take back what was asked for.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_later_request_can_not_lengthen_the_grace_period()
    {
        PodId pod = await RunAsync(IgnoresStop());
        await StopAsync(pod, TimeSpan.FromSeconds(ShortGraceSeconds));
        await StopAsync(pod, Hours);
        await WasForcedAsync(pod);
    }

    /// <summary>Without any grace period a pod ends although it ignores requests.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_pod_without_grace_period_is_ended_by_force()
    {
        PodId pod = await RunAsync(IgnoresStop());
        await StopAsync(pod, TimeSpan.Zero);
        Assert.Equal(PodPhase.Failed, (await WhenEndedAsync(pod)).Phase);
        await UntilLivingAsync(0);
    }

    /// <summary>A pod that has ended does not change any more.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_finished_pod_is_left_alone()
    {
        PodId pod = await StartAsync(ExitsAtOnce());
        await WhenEndedAsync(pod);
        await StopAsync(pod, TimeSpan.Zero);
        await RunToEndAsync(ExitsAtOnce());
        PodStatus listed = await ListedAsync(pod);
        Assert.Equal((PodPhase.Succeeded, null), (listed.Phase, listed.DeletionTimestamp));
        EndedOnce(pod);
    }

    /// <summary>Nobody minds a request about a pod that nobody knows.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_unknown_pod_is_left_alone()
    {
        var unknown = new PodId(Guid.NewGuid(), 7);
        await StopAsync(unknown);
        await StopAsync(new PodId(JobUid, 1_000_000), TimeSpan.Zero);
        Assert.Empty(reports.Of(unknown));
        Assert.Empty(await ListedAsync());
    }

    private async Task WasForcedAsync(PodId pod)
    {
        PodStatus ended = await WhenEndedAsync(pod);
        Assert.Equal((PodPhase.Failed, ShortGraceSeconds), (ended.Phase, ended.DeletionGracePeriodSeconds));
        Assert.True(EndOf(ended).FinishedAt >= ended.DeletionTimestamp - ClockGrain, $"The pod had until {ended.DeletionTimestamp:O}, but was ended at {EndOf(ended).FinishedAt:O}.");
        await UntilLivingAsync(0);
    }
}

using BatchJobs.Pods;
using Xunit;

namespace BatchJobs.Testing.Xunit;

/// <content>What stays known, and until when.</content>
public abstract partial class PodExecutorContract
{
    /// <summary>The list has the latest report of every pod that is not released.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task The_list_has_the_latest_report_of_each_pod()
    {
        PodId running = await RunAsync(RunsUntilStopped());
        PodId failed = await StartAsync(ExitsAtOnce(3));
        PodId succeeded = await StartAsync(ExitsAtOnce());
        await WhenEndedAsync(failed);
        await WhenEndedAsync(succeeded);
        Assert.Equal(3, (await ListedAsync()).Count);
        Assert.Equal(PodPhase.Running, (await ListedAsync(running)).Phase);
        Assert.Equal(EndOf(reports.Of(failed)[^1]), EndOf(await ListedAsync(failed)));
        Assert.Equal(EndOf(reports.Of(succeeded)[^1]), EndOf(await ListedAsync(succeeded)));
    }

    /// <summary>The outcome of a pod can be asked for until it is saved.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_finished_pod_is_listed_until_it_is_released()
    {
        PodId pod = await StartAsync(ExitsAtOnce());
        await WhenEndedAsync(pod);
        Assert.Single(await ListedAsync(), pod);
        Assert.Single(await ListedAsync(), pod);
        await ReleaseAsync(pod);
        Assert.Empty(await ListedAsync());
    }

    /// <summary>A pod may be released before it has ended: it is not listed any more, but its end is reported.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_released_pod_goes_on_and_its_end_is_reported()
    {
        PodId pod = await RunAsync(RunsUntilStopped());
        await ReleaseAsync(pod);
        Assert.Empty(await ListedAsync());
        await RunToEndAsync(ExitsAtOnce());
        await UntilLivingAsync(1);
        Assert.DoesNotContain(reports.Of(pod), status => status.DeletionTimestamp is not null || ReportRules.HasEnded(status));
        await StopAsync(pod);
        await WhenEndedAsync(pod);
        Assert.DoesNotContain(pod, await ListedAsync());
        await UntilLivingAsync(0);
    }

    /// <summary>Requests may come twice, and too late.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Releasing_again_or_an_unknown_pod_does_nothing()
    {
        PodId pod = await StartAsync(ExitsAtOnce());
        await WhenEndedAsync(pod);
        await ReleaseAsync(pod);
        await ReleaseAsync(pod);
        await ReleaseAsync(new PodId(Guid.NewGuid(), 7));
        Assert.Empty(await ListedAsync());
    }

    /// <summary>When a Job is gone its pods are stopped, and those of other Jobs are not.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task The_pods_of_a_forgotten_Job_are_stopped()
    {
        PodId other = await RunAsync(RunsUntilStopped(), job: Guid.NewGuid());
        await RunAsync(RunsUntilStopped());
        PodId finished = await StartAsync(ExitsAtOnce());
        await WhenEndedAsync(finished);
        await ForgetJobAsync(JobUid, orphanPods: false);
        await UntilLivingAsync(1);
        Assert.Single(await ListedAsync(), other);
        await ForgetJobAsync(other.JobUid, orphanPods: false);
        await UntilLivingAsync(0);
    }

    /// <summary>Orphans go on until they end by themselves.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task The_orphans_of_a_forgotten_Job_end_by_themselves()
    {
        PodId forEver = await RunAsync(RunsUntilStopped());
        await WhenRunningAsync(await StartAsync(Exits(0, TimeSpan.FromSeconds(1))));
        await ForgetJobAsync(JobUid, orphanPods: true);
        Assert.Empty(await ListedAsync());
        await UntilLivingAsync(1);
        Assert.DoesNotContain(reports.Of(forEver), status => status.DeletionTimestamp is not null);
    }

    /// <summary>A Job may be gone for the executor before the engine says so.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Forgetting_an_unknown_Job_does_nothing()
    {
        PodId pod = await RunAsync(RunsUntilStopped());
        await ForgetJobAsync(Guid.NewGuid(), orphanPods: false);
        await UntilLivingAsync(1);
        Assert.Single(await ListedAsync(), pod);
    }
}

using BatchJobs.Execution;
using BatchJobs.Pods;
using Xunit;

namespace BatchJobs.Testing.Xunit;

/// <content>The end of the executor, and of pods behind its back.</content>
public abstract partial class PodExecutorContract
{
    /// <summary>Closing an executor ends all its pods; those that survive it are found again by the next one.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Nothing_lives_after_the_executor_unless_it_says_so()
    {
        PodId[] running = [await RunAsync(RunsUntilStopped()), await RunAsync(RunsUntilStopped(), job: Guid.NewGuid())];
        await InTimeAsync(Executor.DisposeAsync().AsTask());
        reports.Closed = true;
        if (!Executor.Capabilities.SurvivesEngineRestart)
        {
            await UntilLivingAsync(0);
            return;
        }

        await UntilLivingAsync(running.Length);
        var heir = new ReportJournal();
        await using IPodExecutor next = CreateExecutor();
        await next.ConnectAsync(heir);
        foreach (PodId pod in running)
        {
            Assert.Single(await next.ListAsync(), report => report.Pod == pod);
            await next.StopAsync(pod);
            await heir.WhenAsync(pod, ReportRules.HasEnded, "A pod that survived should have ended when it was asked to", Patience);
        }

        await UntilLivingAsync(0);
    }

    /// <summary>Orphans too are pods of the executor.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Orphans_do_not_outlive_the_executor_unless_it_says_so()
    {
        await RunAsync(RunsUntilStopped());
        await ForgetJobAsync(JobUid, orphanPods: true);
        await InTimeAsync(Executor.DisposeAsync().AsTask());
        await UntilLivingAsync(Executor.Capabilities.SurvivesEngineRestart ? 1 : 0);
    }

    /// <summary>A closed executor refuses pods instead of losing them.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_closed_executor_takes_no_pods()
    {
        await InTimeAsync(Executor.DisposeAsync().AsTask());
        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(RunsUntilStopped()));
        Assert.True(error is PodStartException or ObjectDisposedException, $"It should have refused the pod, but threw {error}");
        await UntilLivingAsync(0);
    }

    /// <summary>Closing twice is closing once.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_executor_can_be_closed_twice()
    {
        await RunAsync(RunsUntilStopped());
        await InTimeAsync(Task.WhenAll(Executor.DisposeAsync().AsTask(), Executor.DisposeAsync().AsTask()));
        await InTimeAsync(Executor.DisposeAsync().AsTask());
    }

    /// <summary>A pod that is gone without a trace is said to have vanished; others are not.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_pod_that_is_lost_has_vanished()
    {
        PodId stays = await RunAsync(RunsUntilStopped());
        PodId pod = await RunAsync(RunsUntilStopped());
        if (await TryLoseAsync(pod))
        {
            await reports.WhenVanishedAsync(pod, Patience);
            Assert.DoesNotContain(pod, await ListedAsync());
        }

        await StopAsync(stays);
        await WhenEndedAsync(stays);
        Assert.False(reports.HasVanished(stays), "A pod whose end was reported has not vanished.");
    }
}

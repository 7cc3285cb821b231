using System.Collections.Concurrent;
using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.InProcess.Tests;

public class RestartTests
{
    private static readonly PodSpec OnFailure = new() { RestartPolicy = RestartPolicy.OnFailure };

    [Fact]
    public async Task A_failed_body_is_called_again_at_once_then_after_10_seconds_doubling_to_300()
    {
        await using var pods = new ExecutorFixture();
        DateTimeOffset start = pods.Clock.GetUtcNow();
        ConcurrentQueue<double> calls = [];
        PodId pod = await pods.StartAsync(
            _ =>
            {
                calls.Enqueue((pods.Clock.GetUtcNow() - start).TotalSeconds);
                return Task.FromResult(calls.Count == 9 ? 0 : 7);
            },
            spec: OnFailure);
        for (int restarts = 1; restarts <= 7; restarts++)
        {
            await pods.WhenAsync(pod, status => status.ContainerStatuses[0] is { Waiting: not null } waiting && waiting.RestartCount == restarts);
            Assert.True(pods.Clock.AdvanceToNextTimer());
        }

        PodStatus ended = await pods.WhenEndedAsync(pod);
        Assert.Equal([0, 0, 10, 30, 70, 150, 310, 610, 910], calls);
        Assert.Equal((PodPhase.Succeeded, 8, 7), (ended.Phase, ended.ContainerStatuses[0].RestartCount, ended.ContainerStatuses[0].LastTermination!.ExitCode));
    }

    [Fact]
    public async Task A_waiting_container_says_so_in_the_words_of_a_kubelet()
    {
        await using var pods = new ExecutorFixture();
        PodId pod = await pods.StartAsync(_ => Task.FromResult(1), spec: OnFailure);
        PodStatus waiting = await pods.WhenAsync(pod, status => status.ContainerStatuses[0].Waiting is not null);
        Assert.Equal((PodPhase.Running, "CrashLoopBackOff"), (waiting.Phase, waiting.ContainerStatuses[0].Waiting!.Reason));
        Assert.StartsWith("back-off 10s restarting failed container=main pod=job-0_default(", waiting.ContainerStatuses[0].Waiting!.Message, StringComparison.Ordinal);
        Assert.Equal(ConditionStatus.False, Assert.Single(waiting.Conditions).Status);
    }

    [Fact]
    public async Task A_pod_stopped_while_it_waits_ends_as_its_container_last_did()
    {
        await using var pods = new ExecutorFixture();
        int calls = 0;
        PodId pod = await pods.StartAsync(_ => Task.FromResult(++calls + 40), spec: OnFailure);
        await pods.WhenAsync(pod, status => status.ContainerStatuses[0].Waiting is not null);
        await pods.Executor.StopAsync(pod);
        PodStatus ended = await pods.WhenEndedAsync(pod);
        Assert.Equal((PodPhase.Failed, 42), (ended.Phase, ended.ContainerStatuses[0].Terminated!.ExitCode));
        Assert.Null(pods.Clock.NextTimer);
    }

    [Fact]
    public async Task A_body_that_is_asked_to_stop_is_not_called_again()
    {
        await using var pods = new ExecutorFixture();
        int calls = 0;
        PodId pod = await pods.RunAsync(
            context =>
            {
                calls++;
                return Task.Delay(Timeout.Infinite, context.CancellationToken);
            },
            spec: OnFailure);
        await pods.Executor.StopAsync(pod);
        await pods.WhenEndedAsync(pod);
        Assert.Equal(1, calls);
    }
}

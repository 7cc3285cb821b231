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

    public static TheoryData<string?, string?, ContainerRestartRule?, int, bool> Decisions => new()
    {
        // The pod decides.
        { "Never", null, null, 1, false },
        { "OnFailure", null, null, 1, true },
        { "OnFailure", null, null, 0, false },
        // The container overrides it (KEP-753).
        { "Never", "OnFailure", null, 1, true },
        { "OnFailure", "Never", null, 1, false },
        { "Never", "Always", null, 0, true },
        // A rule overrides the policy of the container (KEP-5307).
        { "Never", "Never", Rule("In", 42), 42, true },
        { "Never", "Never", Rule("In", 42), 43, false },
        { "Never", "Never", Rule("NotIn", 42), 43, true },
        { "Never", "OnFailure", Rule("In", 0), 0, true },
    };

    [Theory]
    [MemberData(nameof(Decisions))]
    public void A_restart_is_decided_by_rule_then_container_then_pod(string? pod, string? container, ContainerRestartRule? rule, int exitCode, bool restarts) => Assert.Equal(
        restarts,
        Running.RestartDecision.Holds(
            new PodSpec { RestartPolicy = pod is null ? null : new RestartPolicy(pod) },
            new Container { RestartPolicy = container is null ? null : new RestartPolicy(container), RestartPolicyRules = rule is null ? null : [rule] },
            exitCode));

    private static ContainerRestartRule Rule(string word, int exitCode) => new()
    {
        Action = "Restart",
        ExitCodes = new ContainerRestartRuleOnExitCodes { Operator = new ExitCodeOperator(word), Values = [exitCode] },
    };
}

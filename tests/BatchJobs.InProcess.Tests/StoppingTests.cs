using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.InProcess.Tests;

public class StoppingTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_body_that_follows_its_token_is_cancelled()
    {
        await using var pods = new ExecutorFixture();
        PodId pod = await pods.RunAsync(context => Task.Delay(Timeout.Infinite, context.CancellationToken));
        await pods.Executor.StopAsync(pod);
        PodStatus ended = await pods.WhenEndedAsync(pod);
        Assert.Equal((PodPhase.Failed, 143, "Cancelled"), (ended.Phase, End(ended).ExitCode, End(ended).Reason!));
        Assert.Equal(pods.Clock.GetUtcNow() + Grace, ended.DeletionTimestamp);
        Assert.Equal(30, ended.DeletionGracePeriodSeconds);
    }

    [Fact]
    public async Task A_body_that_finishes_its_work_after_the_request_to_stop_has_succeeded()
    {
        await using var pods = new ExecutorFixture();
        PodId pod = await pods.RunAsync(async context =>
        {
            await CancelledAsync(context);
        });
        await pods.Executor.StopAsync(pod);
        Assert.Equal(PodPhase.Succeeded, (await pods.WhenEndedAsync(pod)).Phase);
    }

    [Fact]
    public async Task A_cancellation_through_a_linked_token_counts_as_ours()
    {
        await using var pods = new ExecutorFixture();
        PodId pod = await pods.RunAsync(async context =>
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
            await Task.Delay(Timeout.Infinite, linked.Token);
        });
        await pods.Executor.StopAsync(pod);
        Assert.Equal("Cancelled", End(await pods.WhenEndedAsync(pod)).Reason);
    }

    [Fact]
    public async Task A_body_that_ignores_its_token_is_abandoned_after_the_grace_period()
    {
        await using var pods = new ExecutorFixture();
        var wayOut = new TaskCompletionSource();
        PodId pod = await pods.RunAsync(_ => wayOut.Task);
        await pods.Executor.StopAsync(pod, Grace);
        pods.Clock.Advance(Grace - TimeSpan.FromMilliseconds(1));
        Assert.DoesNotContain(pods.ReportsOf(pod), status => status.Phase == PodPhase.Failed);

        pods.Clock.Advance(TimeSpan.FromMilliseconds(1));
        PodStatus ended = pods.ReportsOf(pod)[^1];
        Assert.Equal((PodPhase.Failed, "Abandoned", 137, "Abandoned"), (ended.Phase, ended.Reason!, End(ended).ExitCode, End(ended).Reason!));
        Assert.DoesNotContain(ended.Conditions, condition => condition.Type == PodConditionTypes.DisruptionTarget);

        wayOut.SetResult();
        await pods.Executor.ReleaseAsync(pod);
        Assert.Equal(ended, pods.ReportsOf(pod)[^1]);
    }

    [Fact]
    public async Task A_second_request_can_shorten_the_grace_period_but_not_lengthen_it()
    {
        await using var pods = new ExecutorFixture();
        PodId pod = await pods.RunAsync(_ => new TaskCompletionSource().Task);
        await pods.Executor.StopAsync(pod, TimeSpan.FromSeconds(10));
        await pods.Executor.StopAsync(pod, TimeSpan.FromSeconds(60));
        await pods.Executor.StopAsync(pod, TimeSpan.FromSeconds(5));
        pods.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("Abandoned", pods.ReportsOf(pod)[^1].Reason);
        Assert.Equal([10, 5], pods.ReportsOf(pod).Where(status => status is { Phase: PodPhase.Running, DeletionTimestamp: not null }).Select(status => status.DeletionGracePeriodSeconds));
    }

    [Fact]
    public async Task A_forced_end_leaves_a_body_two_seconds_as_a_kubelet_does()
    {
        await using var pods = new ExecutorFixture();
        PodId pod = await pods.RunAsync(_ => new TaskCompletionSource().Task);
        await pods.Executor.StopAsync(pod, TimeSpan.Zero);
        pods.Clock.Advance(TimeSpan.FromSeconds(1.999));
        Assert.Equal(PodPhase.Running, pods.ReportsOf(pod)[^1].Phase);
        pods.Clock.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal("Abandoned", pods.ReportsOf(pod)[^1].Reason);
    }

    [Fact]
    public async Task A_pod_stopped_before_its_turn_fails_without_a_call()
    {
        await using var pods = new ExecutorFixture(options => options with { MaxConcurrentPods = 1 });
        PodId first = await pods.RunAsync(_ => new TaskCompletionSource().Task, 0);
        PodId second = await pods.StartAsync(_ => throw new InvalidOperationException("must not be called"), 1);
        await pods.Executor.StopAsync(second);
        PodStatus ended = await pods.WhenEndedAsync(second);
        Assert.Equal(PodPhase.Failed, ended.Phase);
        Assert.Null(Assert.Single(ended.ContainerStatuses).Terminated);
        Assert.Equal([PodPhase.Pending, PodPhase.Failed], pods.ReportsOf(second).Select(status => status.Phase));
    }

    [Fact]
    public async Task Unknown_and_finished_pods_are_left_alone()
    {
        await using var pods = new ExecutorFixture();
        await pods.Executor.StopAsync(pods.Id(7));
        PodId pod = await pods.StartAsync(_ => Task.CompletedTask);
        PodStatus ended = await pods.WhenEndedAsync(pod);
        await pods.Executor.StopAsync(pod);
        Assert.Equal(ended, pods.ReportsOf(pod)[^1]);
    }

    [Fact]
    public async Task A_pod_past_its_own_deadline_fails_whatever_its_body_says()
    {
        await using var pods = new ExecutorFixture();
        PodId pod = await pods.RunAsync(
            async context =>
            {
                await CancelledAsync(context);
            },
            spec: new PodSpec { RestartPolicy = RestartPolicy.OnFailure, ActiveDeadlineSeconds = 60 });
        pods.Clock.Advance(TimeSpan.FromSeconds(60));
        PodStatus ended = await pods.WhenEndedAsync(pod);
        Assert.Equal((PodPhase.Failed, "DeadlineExceeded"), (ended.Phase, ended.Reason!));
        Assert.Equal("Pod was active on the node longer than the specified deadline", ended.Message);
        Assert.Null(ended.DeletionTimestamp);
    }

    [Fact]
    public async Task A_callback_on_the_token_that_throws_harms_nobody()
    {
        await using var pods = new ExecutorFixture();
        var registered = new TaskCompletionSource();
        PodId pod = await pods.RunAsync(async context =>
        {
            await using CancellationTokenRegistration bad = context.CancellationToken.Register(() => throw new InvalidOperationException("callback"));
            registered.SetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        });
        await registered.Task;
        await pods.Executor.StopAsync(pod);
        Assert.Equal("Cancelled", End(await pods.WhenEndedAsync(pod)).Reason);
    }

    [Fact]
    public async Task Forgetting_a_Job_stops_its_pods_unless_they_are_orphaned()
    {
        await using var pods = new ExecutorFixture();
        PodId pod = await pods.RunAsync(context => Task.Delay(Timeout.Infinite, context.CancellationToken));
        await pods.Executor.ForgetJobAsync(pods.Job, orphanPods: false);
        await pods.WhenEndedAsync(pod);

        await using var others = new ExecutorFixture();
        var wayOut = new TaskCompletionSource();
        PodId orphan = await others.RunAsync(_ => wayOut.Task);
        await others.Executor.ForgetJobAsync(others.Job, orphanPods: true);
        wayOut.SetResult();
        PodStatus ended = await others.WhenEndedAsync(orphan);
        Assert.Equal(PodPhase.Succeeded, ended.Phase);
        Assert.Null(ended.DeletionTimestamp);
    }

    [Fact]
    public async Task Closing_the_executor_waits_for_bodies_that_follow_their_token()
    {
        var pods = new ExecutorFixture(options => options with { TimeProvider = TimeProvider.System, CloseTimeout = TimeSpan.FromSeconds(60) });
        bool finished = false;
        PodId pod = await pods.RunAsync(async context =>
        {
            await CancelledAsync(context);
            await Task.Yield();
            finished = true;
        });
        await pods.DisposeAsync();
        Assert.True(finished);
        Assert.Equal(PodPhase.Running, pods.ReportsOf(pod)[^1].Phase);
        await Assert.ThrowsAsync<Execution.PodStartException>(async () => await pods.StartAsync(1));
    }

    [Fact]
    public async Task Closing_the_executor_does_not_wait_for_ever()
    {
        var pods = new ExecutorFixture(options => options with { CloseTimeout = TimeSpan.FromSeconds(5) });
        PodId pod = await pods.RunAsync(_ => new TaskCompletionSource().Task);
        Task closing = pods.DisposeAsync().AsTask();
        Assert.False(closing.IsCompleted);
        pods.Clock.Advance(TimeSpan.FromSeconds(5));
        await closing.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_pod_past_its_deadline_leaves_no_result()
    {
        await using var pods = new ExecutorFixture();
        PodId pod = await pods.RunAsync(
            async context =>
            {
                context.SetResult("half of it");
                await CancelledAsync(context);
            },
            spec: new PodSpec { RestartPolicy = RestartPolicy.Never, ActiveDeadlineSeconds = 60 });
        pods.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(PodPhase.Failed, (await pods.WhenEndedAsync(pod)).Phase);
        Assert.Empty(pods.Executor.GetResults<string>(pods.Job));
    }

    [Theory]
    [InlineData(long.MaxValue, null)]
    [InlineData(long.MinValue, null)]
    [InlineData(1_000_000_000_000, null)]
    [InlineData(30, "10675199.02:48:05.4775807")]
    public async Task Any_grace_period_leads_to_an_end(long ofThePod, string? wanted)
    {
        await using var pods = new ExecutorFixture();
        PodId pod = await pods.RunAsync(
            context => Task.Delay(Timeout.Infinite, context.CancellationToken),
            spec: new PodSpec { RestartPolicy = RestartPolicy.Never, TerminationGracePeriodSeconds = ofThePod });
        await pods.Executor.StopAsync(pod, wanted is null ? null : TimeSpan.Parse(wanted, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("Cancelled", End(await pods.WhenEndedAsync(pod)).Reason);
    }

    private static Task CancelledAsync(PodContext context)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        context.CancellationToken.Register(cancelled.SetResult);
        return cancelled.Task;
    }

    private static ContainerTermination End(PodStatus status) => Assert.Single(status.ContainerStatuses).Terminated!;
}

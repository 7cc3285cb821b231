using System.Globalization;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Testing.Tests;

public sealed class ScriptedPodExecutorTests : IPodObserver
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, 100, TimeSpan.Zero);
    private static readonly Guid JobUid = new("6f0f58a5-2a52-4a5c-8d6c-8c1f8f2f6c11");

    private readonly VirtualTimeProvider clock = new(Start);
    private readonly List<string> log = [];
    private PodStatus last = new() { Phase = PodPhase.Unknown };

    [Fact]
    public async Task A_pod_runs_and_ends_as_its_script_says()
    {
        await StartAsync(PodScript.Succeeds(TimeSpan.FromSeconds(2.5)) with { PendingFor = TimeSpan.FromSeconds(1) });
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["0 Pending", "1 Running ready", "3.5 Succeeded 0"], log);
    }

    [Fact]
    public async Task Times_are_whole_seconds_of_the_wall_clock()
    {
        await StartAsync(PodScript.Fails(TimeSpan.FromSeconds(2.5), exitCode: 137));
        clock.Advance(TimeSpan.FromSeconds(3));
        ContainerTermination end = last.ContainerStatuses[0].Terminated!;
        Assert.Equal(Start.AddSeconds(1.9), end.FinishedAt);
        Assert.Equal((137, 9, "Error"), (end.ExitCode, end.Signal, end.Reason));
    }

    [Fact]
    public async Task Restarts_in_place_add_up_and_leave_the_end_before()
    {
        await StartAsync(new PodScript
        {
            Restarts = [new ContainerRestart(TimeSpan.FromSeconds(1), 3), new ContainerRestart(TimeSpan.FromSeconds(2), 4)],
            RunFor = TimeSpan.FromSeconds(5),
        });
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal((PodPhase.Running, 2, 4), (last.Phase, last.ContainerStatuses[0].RestartCount, last.ContainerStatuses[0].LastTermination!.ExitCode));
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("8 Succeeded 0", log[^1]);
    }

    [Fact]
    public async Task Readiness_comes_late_and_goes_again()
    {
        await StartAsync(PodScript.RunsForever with
        {
            ReadyAfter = TimeSpan.FromSeconds(1),
            ReadyChanges = [new ReadyChange(TimeSpan.FromSeconds(3), false)],
        });
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["0 Pending", "0 Running", "1 Running ready", "3 Running"], log);
    }

    [Fact]
    public async Task A_failing_init_container_keeps_the_others_from_running()
    {
        await StartAsync(new PodScript
        {
            RunFor = TimeSpan.FromSeconds(4),
            End = new PodEnd { ExitCodes = new Dictionary<string, int> { ["init"] = 5 } },
        });
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(["0 Pending", "4 Failed"], log);
        Assert.Equal(5, last.InitContainerStatuses[0].Terminated!.ExitCode);
        Assert.NotNull(last.ContainerStatuses[0].Waiting);
        Assert.Equal(Start.AddSeconds(-0.1), last.Conditions.Single(condition => condition.Type == PodConditionTypes.Ready).LastTransitionTime);
    }

    [Fact]
    public async Task A_deleted_pod_no_longer_ends_by_itself_and_goes_once_stopped_and_released()
    {
        ScriptedPodExecutor executor = await StartAsync(PodScript.Succeeds(TimeSpan.FromSeconds(4)) with
        {
            OnDelete = new PodDeletion { Takes = TimeSpan.FromSeconds(10) },
        });
        clock.Advance(TimeSpan.FromSeconds(2));
        await executor.StopAsync(Pod(0), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(30, last.DeletionGracePeriodSeconds);
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(["0 Pending", "0 Running ready", "2 Running ready deleted", "12 Failed 143 deleted"], log);
        Assert.Null(executor.Pods.All[0].Gone);
        await executor.ReleaseAsync(Pod(0), TestContext.Current.CancellationToken);
        Assert.Equal(Start.AddSeconds(22), executor.Pods.All[0].Gone);
    }

    [Fact]
    public async Task An_unscheduled_pod_never_ends_and_vanishes_when_deleted_and_released()
    {
        ScriptedPodExecutor executor = await StartAsync(PodScript.IsNeverScheduled);
        Assert.True(executor.Pods.Delete(Pod(0)));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(["0 Pending unscheduled", "0 Pending unscheduled deleted"], log);
        await executor.ReleaseAsync(Pod(0), TestContext.Current.CancellationToken);
        Assert.Equal("86400 vanished", log[^1]);
        Assert.False(executor.Pods.Delete(Pod(0)));
    }

    [Fact]
    public async Task A_pod_deleted_by_force_goes_with_its_release()
    {
        ScriptedPodExecutor executor = await StartAsync(PodScript.RunsForever with { OnDelete = new PodDeletion { Takes = null } });
        executor.Pods.Delete(Pod(0), force: true);
        Assert.Equal(0, last.DeletionGracePeriodSeconds);
        await executor.ReleaseAsync(Pod(0), TestContext.Current.CancellationToken);
        Assert.Equal(Start, executor.Pods.All[0].Gone);
    }

    [Fact]
    public async Task A_finished_pod_stays_until_its_job_is_forgotten()
    {
        ScriptedPodExecutor executor = await StartAsync(PodScript.Succeeds());
        clock.Advance(TimeSpan.Zero);
        await executor.StopAsync(Pod(0), cancellationToken: TestContext.Current.CancellationToken);
        await executor.ReleaseAsync(Pod(0), TestContext.Current.CancellationToken);
        Assert.Null(executor.Pods.All[0].Deleted);
        await executor.ForgetJobAsync(JobUid, orphanPods: false, TestContext.Current.CancellationToken);
        Assert.Equal(Start, executor.Pods.All[0].Gone);
        Assert.Equal(3, log.Count);
    }

    [Fact]
    public async Task Orphans_live_on_unseen()
    {
        ScriptedPodExecutor executor = await StartAsync(PodScript.Succeeds(TimeSpan.FromSeconds(5)));
        await executor.ForgetJobAsync(JobUid, orphanPods: true, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(5));
        PodRecord pod = executor.Pods.All[0];
        Assert.Equal((true, PodPhase.Succeeded, null), (pod.Orphaned, pod.Status.Phase, pod.Gone));
        Assert.Equal(["0 Pending", "0 Running ready"], log);
    }

    [Fact]
    public async Task An_evicted_pod_tells_why_it_ended()
    {
        ScriptedPodExecutor executor = await StartAsync(PodScript.RunsForever);
        executor.Pods.Evict(Pod(0));
        PodCondition condition = last.Conditions.Single(condition => condition.Type == PodConditionTypes.DisruptionTarget);
        Assert.Equal((ConditionStatus.True, "EvictionByEvictionAPI"), (condition.Status, condition.Reason));
        Assert.Equal("0 Failed 143 deleted", log[^1]);
    }

    [Fact]
    public async Task Asking_for_a_known_pod_does_nothing_and_released_pods_are_not_listed()
    {
        ScriptedPodExecutor executor = await StartAsync(PodScript.Succeeds());
        await executor.StartAsync(Request(0, null), TestContext.Current.CancellationToken);
        Assert.Single(await executor.ListAsync(TestContext.Current.CancellationToken));
        await executor.ReleaseAsync(Pod(0), TestContext.Current.CancellationToken);
        Assert.Empty(await executor.ListAsync(TestContext.Current.CancellationToken));
        Assert.Single(executor.Pods.All);
    }

    [Fact]
    public async Task The_first_rule_that_matches_gives_the_script()
    {
        var executor = new ScriptedPodExecutor(
            clock,
            PodRule.ForAttempt(1, 1, PodScript.Fails()),
            PodRule.ForIndex(1, PodScript.Succeeds()),
            PodRule.ForOrdinal(3, PodScript.StaysPending));
        (int? Index, int Rule)[] expected = [(0, -1), (1, 1), (1, 0), (0, 2), (1, 1)];
        for (int ordinal = 0; ordinal < expected.Length; ordinal++)
            await executor.StartAsync(Request(ordinal, expected[ordinal].Index), TestContext.Current.CancellationToken);
        Assert.Equal(expected, executor.Pods.All.Select(pod => (pod.Index, pod.Rule)));
        Assert.Equal([0, 0, 1, 1, 2], executor.Pods.All.Select(pod => pod.Attempt));
    }

    void IPodObserver.OnReport(in PodReport report)
    {
        last = report.Status;
        bool ready = last.Conditions.Any(condition => condition.Type == PodConditionTypes.Ready && condition.Status == ConditionStatus.True);
        string?[] words =
        [
            Now(),
            last.Phase.ToString(),
            last.ContainerStatuses[0].Terminated?.ExitCode.ToString(CultureInfo.InvariantCulture),
            ready ? "ready" : null,
            last.Scheduled ? null : "unscheduled",
            last.DeletionTimestamp is null ? null : "deleted",
        ];
        log.Add(string.Join(' ', words.Where(word => word is not null)));
    }

    void IPodObserver.OnVanished(PodId pod) => log.Add($"{Now()} vanished");

    private static PodId Pod(long ordinal) => new(JobUid, ordinal);

    private static PodStartRequest Request(long ordinal, int? index) => new()
    {
        Id = Pod(ordinal),
        Name = $"test-{ordinal}",
        Uid = JobUid,
        Job = new JobKey("test"),
        Index = index,
        CreationTimestamp = Start,
        Labels = new Dictionary<string, string>(),
        Annotations = new Dictionary<string, string>(),
        Spec = new PodSpec { InitContainers = [new Container { Name = "init" }], Containers = [new Container { Name = "main" }] },
    };

    private string Now() => (clock.GetUtcNow() - Start).TotalSeconds.ToString(CultureInfo.InvariantCulture);

    private async Task<ScriptedPodExecutor> StartAsync(PodScript script)
    {
        var executor = new ScriptedPodExecutor(clock, PodRule.ForAll(script));
        await executor.ConnectAsync(this, TestContext.Current.CancellationToken);
        await executor.StartAsync(Request(0, null), TestContext.Current.CancellationToken);
        return executor;
    }
}

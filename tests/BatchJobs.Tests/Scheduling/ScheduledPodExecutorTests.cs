using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Scheduling;
using BatchJobs.Specs;
using BatchJobs.Testing;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests.Scheduling;

/// <summary>Pods wait until a scheduler binds them to a node, and nothing of the Job's semantics changes by that.</summary>
public class ScheduledPodExecutorTests
{
    [Fact]
    public async Task Without_a_scheduler_of_ones_own_pods_run_in_the_order_in_which_they_came()
    {
        await using EngineBench bench = Bench(capacity: 2, PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(10))));
        JobKey first = await bench.CreateAsync(spec => spec with { Parallelism = 3, Completions = 3 }, "first");
        JobKey second = await bench.CreateAsync(name: "second");

        Assert.Equal([PodPhase.Running, PodPhase.Running, PodPhase.Pending], await PhasesAsync(bench, first));
        Assert.Equal([PodPhase.Pending], await PhasesAsync(bench, second));
        await bench.AdvanceAsync(10);
        Assert.Equal(PodPhase.Running, (await PhasesAsync(bench, first))[2]);
        Assert.Equal([PodPhase.Running], await PhasesAsync(bench, second));
        Assert.True((await bench.FinishAsync(first)).IsComplete());
        Assert.True((await bench.FinishAsync(second)).IsComplete());
        Assert.Equal(20, bench.Elapsed.TotalSeconds);
    }

    [Fact]
    public async Task A_waiting_pod_is_pending_and_not_scheduled()
    {
        await using EngineBench bench = Bench(capacity: 0);
        JobKey key = await bench.CreateAsync();
        PodStatus status = Assert.Single(await bench.Engine.ListPodsAsync(key)).Status;
        Assert.Equal(PodPhase.Pending, status.Phase);
        Assert.False(status.Scheduled);
        PodCondition condition = Assert.Single(status.Conditions);
        Assert.Equal(("PodScheduled", ConditionStatus.False, "Unschedulable"), (condition.Type, condition.Status, condition.Reason));
        Assert.Equal(1, (await bench.Engine.GetAsync(key)).Status!.Active);
    }

    [Fact]
    public async Task A_suspended_Job_takes_its_waiting_pods_out_of_the_queue()
    {
        await using EngineBench bench = Bench(capacity: 1, PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(10))));
        JobKey running = await bench.CreateAsync(name: "running");
        JobKey waiting = await bench.CreateAsync(name: "waiting");
        JobKey behind = await bench.CreateAsync(name: "behind");
        await bench.Engine.SuspendAsync(waiting);
        await bench.AdvanceAsync(10);

        Assert.True((await bench.Engine.GetAsync(running)).IsComplete());
        Assert.Equal([PodPhase.Running], await PhasesAsync(bench, behind));
        Job suspended = await bench.Engine.GetAsync(waiting);
        Assert.Equal((null, null), (suspended.Status!.Active, suspended.Status.Failed));
        await bench.Engine.ResumeAsync(waiting);
        Assert.True((await bench.FinishAsync(waiting)).IsComplete());
        Assert.Equal(30, bench.Elapsed.TotalSeconds);
    }

    [Fact]
    public async Task A_Job_chooses_among_executors_by_its_node_selector()
    {
        var clock = new VirtualTimeProvider(EngineBench.Start);
        var small = new ScriptedPodExecutor(clock, PodRule.ForAll(PodScript.Succeeds()));
        var large = new ScriptedPodExecutor(clock, PodRule.ForAll(PodScript.Succeeds()));
        await using var engine = new JobEngine(
            new ScheduledPodExecutor(
                [new PodNode("small", small), new PodNode("large", large) { Labels = new Dictionary<string, string> { ["size"] = "large" } }],
                timeProvider: clock),
            new JobEngineOptions { TimeProvider = clock });
        Job any = EngineBench.NewJob("any");
        Job picky = WithSelector(EngineBench.NewJob("picky"), "large");
        Job wrong = WithSelector(EngineBench.NewJob("wrong"), "huge");
        await engine.CreateAsync(any);
        await engine.CreateAsync(picky);
        JobKey stuck = (await engine.CreateAsync(wrong)).Key();
        await engine.WhenIdleAsync();

        Assert.Single(small.Pods.All);
        Assert.Single(large.Pods.All);
        Assert.Contains("0/2 nodes are available", Assert.Single(await engine.ListPodsAsync(stuck)).Status.Message, StringComparison.Ordinal);
        await engine.AbandonAsync();
    }

    [Fact]
    public async Task A_node_that_refuses_a_pod_is_asked_again_later_and_no_retry_is_spent()
    {
        await using var bench = new EngineBench(
            (inner, clock) => new ScheduledPodExecutor(new RefusingExecutor(inner, refusals: 2), 1, timeProvider: clock),
            PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(1))));
        JobKey key = await bench.CreateAsync(spec => spec with { BackoffLimit = 0 });
        Assert.Contains("no more room", Assert.Single(await bench.Engine.ListPodsAsync(key)).Status.Message, StringComparison.Ordinal);
        Job finished = await bench.FinishAsync(key);
        Assert.True(finished.IsComplete());
        Assert.Null(finished.Status!.Failed);
        Assert.Equal(1 + 2 + 1, bench.Elapsed.TotalSeconds);
    }

    [Fact]
    public async Task A_pod_stopped_while_its_node_refuses_it_ends()
    {
        await using var bench = new EngineBench(
            (inner, clock) => new ScheduledPodExecutor(new RefusingExecutor(inner, refusals: int.MaxValue), 1, timeProvider: clock));
        JobKey key = await bench.CreateAsync();
        await bench.Engine.SuspendAsync(key);
        await bench.Engine.WhenIdleAsync();
        Assert.Equal([PodPhase.Failed], await PhasesAsync(bench, key));
        Assert.Equal(0, (await bench.Engine.GetAsync(key)).Status!.Terminating);
    }

    [Fact]
    public async Task A_scheduler_that_fails_loses_no_pod()
    {
        var scheduler = new FailingScheduler { FailuresLeft = 2 };
        await using EngineBench bench = Bench(capacity: 1, scheduler, PodRule.ForAll(PodScript.Succeeds()));
        JobKey key = await bench.CreateAsync();
        Assert.Equal("The scheduler failed: out of order", Assert.Single(await bench.Engine.ListPodsAsync(key)).Status.Message);
        Assert.True((await bench.FinishAsync(key)).IsComplete());
    }

    [Fact]
    public async Task A_preempted_pod_is_a_disruption_that_a_failure_policy_can_spare()
    {
        await using EngineBench bench = Bench(capacity: 1, new UrgentFirst(), PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(10))));
        JobKey patient = await bench.CreateAsync(SparesDisruptions, "patient");
        await bench.AdvanceAsync(5);
        JobKey urgent = await bench.CreateAsync(name: "urgent");
        JobPod victim = (await bench.Engine.ListPodsAsync(patient))[0];
        PodCondition disruption = Assert.Single(victim.Status.Conditions, condition => condition.Type == PodConditionTypes.DisruptionTarget);
        Assert.Equal(("PreemptionByScheduler", "something urgent came"), (disruption.Reason, disruption.Message));

        Assert.True((await bench.FinishAsync(urgent)).IsComplete());
        Assert.Equal(15, bench.Elapsed.TotalSeconds);
        Job spared = await bench.FinishAsync(patient);
        Assert.True(spared.IsComplete());
        Assert.Null(spared.Status!.Failed);
        Assert.Equal(25, bench.Elapsed.TotalSeconds);
    }

    [Fact]
    public async Task A_scheduler_can_ask_to_look_again_later()
    {
        await using EngineBench bench = Bench(capacity: 1, new OpensAt(EngineBench.Start.AddHours(1)), PodRule.ForAll(PodScript.Succeeds()));
        JobKey key = await bench.CreateAsync();
        Assert.True((await bench.FinishAsync(key)).IsComplete());
        Assert.Equal(TimeSpan.FromHours(1), bench.Elapsed);
    }

    [Fact]
    public async Task A_scheduler_whose_rules_have_changed_looks_when_it_is_told()
    {
        var gate = new OpensAt(DateTimeOffset.MaxValue);
        ScheduledPodExecutor? executor = null;
        await using var bench = new EngineBench((inner, clock) => executor = new ScheduledPodExecutor(inner, 1, gate, clock), PodRule.ForAll(PodScript.Succeeds()));
        JobKey key = await bench.CreateAsync();
        Assert.Equal([PodPhase.Pending], await PhasesAsync(bench, key));
        gate.Opening = EngineBench.Start;
        executor!.Reschedule();
        Assert.True((await bench.FinishAsync(key)).IsComplete());
    }

    [Fact]
    public async Task Pods_that_end_while_they_start_take_no_stack()
    {
        await using var bench = new EngineBench((inner, clock) => new ScheduledPodExecutor(new InstantExecutor(inner), 1, timeProvider: clock));
        JobKey key = await bench.CreateAsync(spec => spec with { Parallelism = 5_000, Completions = 5_000 });
        Assert.Equal(5_000, (await bench.FinishAsync(key)).Status!.Succeeded);
    }

    [Fact]
    public async Task Pods_that_wait_or_have_ended_are_listed_until_they_are_released()
    {
        var clock = new VirtualTimeProvider(EngineBench.Start);
        await using var executor = new ScheduledPodExecutor(new ScriptedPodExecutor(clock, PodRule.ForAll(PodScript.RunsForever)), 1, timeProvider: clock);
        var seen = new PodReports();
        await executor.ConnectAsync(seen, TestContext.Current.CancellationToken);
        PodStartRequest running = PodReports.Request(0);
        PodStartRequest waiting = PodReports.Request(1);
        await executor.StartAsync(running, TestContext.Current.CancellationToken);
        await executor.StartAsync(waiting, TestContext.Current.CancellationToken);
        await executor.StartAsync(waiting, TestContext.Current.CancellationToken);
        Assert.Equal(2, (await executor.ListAsync(TestContext.Current.CancellationToken)).Count);

        await executor.StopAsync(waiting.Id, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(PodPhase.Failed, seen.Last(waiting.Id).Phase);
        Assert.Equal(2, (await executor.ListAsync(TestContext.Current.CancellationToken)).Count);
        await executor.ReleaseAsync(waiting.Id, TestContext.Current.CancellationToken);
        Assert.Equal(running.Id, Assert.Single(await executor.ListAsync(TestContext.Current.CancellationToken)).Pod);
    }

    [Fact]
    public async Task A_pod_that_waits_ends_whatever_its_grace_period()
    {
        var clock = new VirtualTimeProvider(EngineBench.Start);
        await using var executor = new ScheduledPodExecutor(new ScriptedPodExecutor(clock, PodRule.ForAll(PodScript.RunsForever)), 0, timeProvider: clock);
        var seen = new PodReports();
        await executor.ConnectAsync(seen, TestContext.Current.CancellationToken);
        PodStartRequest waiting = PodReports.Request(0) is var request ? request with { Spec = request.Spec with { TerminationGracePeriodSeconds = long.MaxValue } } : null!;
        await executor.StartAsync(waiting, TestContext.Current.CancellationToken);
        await executor.StopAsync(waiting.Id, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(PodPhase.Failed, seen.Last(waiting.Id).Phase);
    }

    [Fact]
    public async Task Pods_that_a_node_had_before_hold_their_places()
    {
        var clock = new VirtualTimeProvider(EngineBench.Start);
        var node = new ScriptedPodExecutor(clock, PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(10))));
        await node.ConnectAsync(new PodReports(), TestContext.Current.CancellationToken);
        await node.StartAsync(PodReports.Request(0), TestContext.Current.CancellationToken);
        clock.AdvanceTo(EngineBench.Start.AddSeconds(1));

        await using var executor = new ScheduledPodExecutor(node, 1, timeProvider: clock);
        var seen = new PodReports();
        await executor.ConnectAsync(seen, TestContext.Current.CancellationToken);
        Assert.Equal(PodPhase.Running, Assert.Single(await executor.ListAsync(TestContext.Current.CancellationToken)).Status.Phase);
        PodStartRequest next = PodReports.Request(1);
        await executor.StartAsync(next, TestContext.Current.CancellationToken);
        Assert.Equal(PodPhase.Pending, seen.Last(next.Id).Phase);
        while (seen.Last(next.Id).Phase != PodPhase.Succeeded)
        {
            Assert.True(clock.AdvanceToNextTimer());
        }

        Assert.Equal(EngineBench.Start.AddSeconds(20), clock.GetUtcNow());
    }

    [Fact]
    public async Task A_scheduler_looks_when_a_waiting_pod_is_withdrawn()
    {
        await using EngineBench bench = Bench(capacity: 2, new HoldsTheQueue(), PodRule.ForAll(PodScript.RunsForever));
        JobKey held = await bench.CreateAsync(name: "held");
        JobKey heldToo = await bench.CreateAsync(name: "held-too");
        JobKey behind = await bench.CreateAsync(name: "behind");
        Assert.Equal([PodPhase.Pending], await PhasesAsync(bench, behind));

        await bench.Engine.SuspendAsync(held);
        Assert.Equal([PodPhase.Pending], await PhasesAsync(bench, behind));
        await bench.Engine.DeleteAsync(heldToo);
        await bench.Engine.WhenIdleAsync();
        Assert.Equal([PodPhase.Running], await PhasesAsync(bench, behind));
    }

    [Fact]
    public async Task A_scheduler_that_works_again_takes_back_what_was_said_of_its_failure()
    {
        var scheduler = new FailingScheduler { FailuresLeft = 1 };
        await using EngineBench bench = Bench(capacity: 0, scheduler);
        JobKey key = await bench.CreateAsync();
        Assert.Equal("The scheduler failed: out of order", Assert.Single(await bench.Engine.ListPodsAsync(key)).Status.Message);
        await bench.AdvanceAsync(1);
        Assert.Null(Assert.Single(await bench.Engine.ListPodsAsync(key)).Status.Message);
    }

    [Fact]
    public async Task A_scheduler_that_would_have_preempted_a_pod_while_it_was_started_looks_again_then()
    {
        var clock = new VirtualTimeProvider(EngineBench.Start);
        var node = new SlowExecutor(new ScriptedPodExecutor(clock, PodRule.ForAll(PodScript.RunsForever)));
        await using var executor = new ScheduledPodExecutor(node, 1, new UrgentFirst(), clock);
        var seen = new PodReports();
        await executor.ConnectAsync(seen, TestContext.Current.CancellationToken);
        PodStartRequest patient = PodReports.Request(0);
        PodStartRequest urgent = PodReports.Request(1) with { Job = new JobKey("urgent") };
        await executor.StartAsync(patient, TestContext.Current.CancellationToken);
        await executor.StartAsync(urgent, TestContext.Current.CancellationToken);

        await node.LetStartAsync();
        Assert.Contains(seen.Last(patient.Id).Conditions, condition => condition.Type == PodConditionTypes.DisruptionTarget);
    }

    [Fact]
    public async Task A_node_that_fails_to_stop_a_pod_is_asked_again()
    {
        var clock = new VirtualTimeProvider(EngineBench.Start);
        var node = new SlowExecutor(new ScriptedPodExecutor(clock, PodRule.ForAll(PodScript.RunsForever))) { FailuresToStop = 2 };
        await using var executor = new ScheduledPodExecutor(node, 1, timeProvider: clock);
        await executor.ConnectAsync(new PodReports(), TestContext.Current.CancellationToken);
        PodStartRequest pod = PodReports.Request(0);
        await executor.StartAsync(pod, TestContext.Current.CancellationToken);
        await executor.StopAsync(pod.Id, cancellationToken: TestContext.Current.CancellationToken);
        await node.LetStartAsync();

        Assert.Equal(1, node.Stops);
        await Task.Run(() => clock.AdvanceTo(EngineBench.Start.AddSeconds(1)), TestContext.Current.CancellationToken);
        Assert.Equal(2, node.Stops);
        await Task.Run(() => clock.AdvanceTo(EngineBench.Start.AddSeconds(3)), TestContext.Current.CancellationToken);
        Assert.Equal(3, node.Stops);
        await Task.Run(() => clock.AdvanceTo(EngineBench.Start.AddMinutes(5)), TestContext.Current.CancellationToken);
        Assert.Equal(3, node.Stops);
    }

    [Fact]
    public async Task A_pod_that_has_ended_is_not_started_elsewhere_when_its_start_then_fails()
    {
        var clock = new VirtualTimeProvider(EngineBench.Start);
        var node = new FalteringExecutor(new ScriptedPodExecutor(clock));
        await using var executor = new ScheduledPodExecutor(node, 1, timeProvider: clock);
        var seen = new PodReports();
        await executor.ConnectAsync(seen, TestContext.Current.CancellationToken);
        PodStartRequest pod = PodReports.Request(0);
        await executor.StartAsync(pod, TestContext.Current.CancellationToken);
        clock.AdvanceTo(EngineBench.Start.AddMinutes(1));

        Assert.Equal(PodPhase.Succeeded, seen.Last(pod.Id).Phase);
        Assert.Equal(1, node.Starts);
        await executor.ReleaseAsync(pod.Id, TestContext.Current.CancellationToken);
        Assert.Empty(await executor.ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Two_nodes_of_one_name_are_refused()
    {
        var executor = new ScriptedPodExecutor(TimeProvider.System);
        ArgumentException error = Assert.Throws<ArgumentException>(() => new ScheduledPodExecutor([new PodNode("a", executor), new PodNode("a", executor)]));
        Assert.Contains("two nodes of the name \"a\"", error.Message, StringComparison.Ordinal);
    }

    private static EngineBench Bench(int capacity, params PodRule[] rules) => Bench(capacity, null, rules);

    private static EngineBench Bench(int capacity, IPodScheduler? scheduler, params PodRule[] rules) =>
        new((inner, clock) => new ScheduledPodExecutor(inner, capacity, scheduler, clock), rules);

    private static JobSpec SparesDisruptions(JobSpec spec) => spec with
    {
        PodFailurePolicy = new PodFailurePolicy
        {
            Rules =
            [
                new PodFailurePolicyRule
                {
                    Action = PodFailureAction.Ignore,
                    OnPodConditions = [new PodFailurePolicyOnPodConditionsPattern { Type = PodConditionTypes.DisruptionTarget, Status = ConditionStatus.True }],
                },
            ],
        },
    };

    private static Job WithSelector(Job job, string size) => job with
    {
        Spec = job.Spec with
        {
            Template = job.Spec.Template with
            {
                Spec = job.Spec.Template.Spec with { NodeSelector = new Dictionary<string, string> { ["size"] = size } },
            },
        },
    };

    private static async Task<List<PodPhase>> PhasesAsync(EngineBench bench, JobKey key) =>
        [.. (await bench.Engine.ListPodsAsync(key)).Select(pod => pod.Status.Phase)];

    private sealed class RefusingExecutor(IPodExecutor inner, int refusals) : ExecutorProxy(inner)
    {
        private int left = refusals;

        public override ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default) =>
            left-- > 0 ? throw new PodStartException("OutOfPods", "There is no more room.") : base.StartAsync(request, cancellationToken);
    }

    /// <summary>Pods start when they are let, and stop once the node no longer fails.</summary>
    private sealed class SlowExecutor(IPodExecutor inner) : ExecutorProxy(inner)
    {
        private readonly TaskCompletionSource started = new();

        public int Stops { get; private set; }

        public int FailuresToStop { get; set; }

        /// <summary>Ends when all that follows from the start has been done.</summary>
        public Task LetStartAsync() => Task.Run(started.SetResult);

        public override async ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default)
        {
            await started.Task;
            await base.StartAsync(request, cancellationToken);
        }

        public override ValueTask StopAsync(PodId pod, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default)
        {
            Stops++;
            return FailuresToStop-- > 0 ? throw new IOException("The node does not answer.") : base.StopAsync(pod, gracePeriod, cancellationToken);
        }
    }

    /// <summary>Pods succeed, and then their start fails.</summary>
    private sealed class FalteringExecutor(IPodExecutor inner) : ExecutorProxy(inner)
    {
        private IPodObserver? observer;

        public int Starts { get; private set; }

        public override ValueTask ConnectAsync(IPodObserver observer, CancellationToken cancellationToken = default)
        {
            this.observer = observer;
            return ValueTask.CompletedTask;
        }

        public override ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default)
        {
            Starts++;
            observer!.OnReport(new PodReport(request.Id, new PodStatus { Phase = PodPhase.Succeeded }));
            throw new PodStartException("Timeout", "The node does not answer.");
        }
    }

    /// <summary>First come, first served, but whoever is held holds up all behind.</summary>
    private sealed class HoldsTheQueue : IPodScheduler
    {
        public void Schedule(SchedulingCycle cycle)
        {
            foreach (WaitingPod pod in cycle.Waiting.TakeWhile(pod => !pod.Request.Job.Name.StartsWith("held", StringComparison.Ordinal)))
            {
                cycle.Bind(pod, cycle.Nodes[0]);
            }
        }
    }

    /// <summary>Pods succeed before their start returns.</summary>
    private sealed class InstantExecutor(IPodExecutor inner) : ExecutorProxy(inner)
    {
        private IPodObserver? observer;

        public override ValueTask ConnectAsync(IPodObserver observer, CancellationToken cancellationToken = default)
        {
            this.observer = observer;
            return ValueTask.CompletedTask;
        }

        public override ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default)
        {
            observer!.OnReport(new PodReport(request.Id, new PodStatus { Phase = PodPhase.Succeeded }));
            return ValueTask.CompletedTask;
        }
    }

    private sealed class FailingScheduler : IPodScheduler
    {
        private readonly FifoPodScheduler sound = new();

        public int FailuresLeft { get; set; }

        public void Schedule(SchedulingCycle cycle)
        {
            if (FailuresLeft-- > 0)
            {
                throw new InvalidOperationException("out of order");
            }

            sound.Schedule(cycle);
        }
    }

    private sealed class UrgentFirst : IPodScheduler
    {
        public void Schedule(SchedulingCycle cycle)
        {
            if (cycle.Waiting.OrderByDescending(pod => IsUrgent(pod.Request)).FirstOrDefault() is not { } next)
            {
                return;
            }

            if (cycle.FreeOn(cycle.Nodes[0]) > 0)
            {
                cycle.Bind(next, cycle.Nodes[0]);
            }
            else if (IsUrgent(next.Request) && cycle.Running.FirstOrDefault(pod => !IsUrgent(pod.Request)) is { } patient)
            {
                cycle.Preempt(patient, "something urgent came");
            }
        }

        private static bool IsUrgent(PodStartRequest? request) => request?.Job.Name == "urgent";
    }

    private sealed class OpensAt(DateTimeOffset opening) : IPodScheduler
    {
        public DateTimeOffset Opening { get; set; } = opening;

        public void Schedule(SchedulingCycle cycle)
        {
            if (cycle.Now < Opening)
            {
                cycle.LookAgainAt = Opening;
                return;
            }

            new FifoPodScheduler().Schedule(cycle);
        }
    }
}

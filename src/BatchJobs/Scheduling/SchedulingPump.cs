using BatchJobs.Runtime;

namespace BatchJobs.Scheduling;

/// <summary>Runs the cycles of a scheduler one after another: a change during one leads to the next, on the same thread, however deep it was made.</summary>
/// <remarks>So a pod that ends while it is being started takes no stack, and a scheduler is never called by two threads.</remarks>
internal sealed class SchedulingPump : IAsyncDisposable
{
    private readonly Lock gate;
    private readonly PlacementTable table;
    private readonly PodNode[] nodes;
    private readonly IPodScheduler scheduler;
    private readonly TimeProvider time;
    private readonly Action<PodPlacement, string?> explain;
    private readonly Action<PodPlacement, PodNode> bind;
    private readonly Action<PodPlacement, PodNode> preempt;
    private readonly ITimer timer;
    private int failures;
    private bool changed;
    private bool running;
    private bool closed;

    public SchedulingPump(
        Lock gate,
        PlacementTable table,
        PodNode[] nodes,
        IPodScheduler scheduler,
        TimeProvider time,
        Action<PodPlacement, string?> explain,
        Action<PodPlacement, PodNode> bind,
        Action<PodPlacement, PodNode> preempt)
    {
        this.gate = gate;
        this.table = table;
        this.nodes = nodes;
        this.scheduler = scheduler;
        this.time = time;
        this.explain = explain;
        this.bind = bind;
        this.preempt = preempt;
        timer = time.CreateTimer(static self => ((SchedulingPump)self!).Run(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something has changed: lets the scheduler look, unless a thread is at it already, which then does.</summary>
    public void Run()
    {
        lock (gate)
        {
            changed = true;
            if (running)
            {
                return;
            }

            running = true;
        }

        while (Cycle() is { } decided)
        {
            foreach ((PodPlacement pod, PodNode node) in decided.Preempted)
            {
                preempt(pod, node);
            }

            foreach ((PodPlacement pod, PodNode node) in decided.Bound)
            {
                bind(pod, node);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (gate)
        {
            closed = true;
        }

        return timer.DisposeAsync();
    }

    private Decisions? Cycle()
    {
        lock (gate)
        {
            if (!changed || closed)
            {
                running = false;
                return null;
            }

            changed = false;
            DateTimeOffset now = time.GetUtcNow();
            table.OfferAgain(now);
            var cycle = new SchedulingCycle(now, table.Waiting, table.Running, nodes, table.CountOn);
            DateTimeOffset? again = Ask(cycle);
            Decisions decided = Apply(cycle, now);
            Arm(Earlier(again, table.NextOffer));
            return decided;
        }
    }

    /// <returns>When to look again.</returns>
    private DateTimeOffset? Ask(SchedulingCycle cycle)
    {
        try
        {
            scheduler.Schedule(cycle);
            if (failures > 0)
            {
                failures = 0;
                cycle.TakeBackOthers();
            }

            return cycle.LookAgainAt;
        }
#pragma warning disable CA1031 // a scheduler that fails must not lose pods; what it decided before is carried out
        catch (Exception error)
#pragma warning restore CA1031
        {
            failures++;
            foreach (WaitingPod pod in cycle.Waiting)
            {
                cycle.Explain(pod, $"The scheduler failed: {error.Message}");
            }

            return cycle.Now + Rules.StartRetry.After(failures);
        }
    }

    private Decisions Apply(SchedulingCycle cycle, DateTimeOffset now)
    {
        var decided = new Decisions([], []);
        foreach (PodBinding binding in cycle.Bindings)
        {
            if (table.TryGet(binding.Pod.Request.Id, out PodPlacement? pod) && pod.State == PlacementState.Waiting)
            {
                table.Bind(pod, binding.Node, now);
                decided.Bound.Add((pod, binding.Node));
            }
        }

        foreach (PodPreemption preemption in cycle.Preemptions)
        {
            if (!table.TryGet(preemption.Pod.Id, out PodPlacement? pod))
            {
                continue;
            }

            pod.IsUnwanted |= pod.State == PlacementState.Binding;
            if (pod is { State: PlacementState.Bound, PreemptedFor: null })
            {
                pod.PreemptedFor = preemption.Message;
                decided.Preempted.Add((pod, preemption.Pod.Node));
            }
        }

        foreach ((WaitingPod waiting, string? message) in cycle.Explanations)
        {
            if (table.TryGet(waiting.Request.Id, out PodPlacement? pod) && pod.State == PlacementState.Waiting)
            {
                explain(pod, message);
            }
        }

        return decided;
    }

    private void Arm(DateTimeOffset? at) =>
        timer.Change(at is { } instant ? TimerDelay.Until(instant, time) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;

    private sealed record Decisions(List<(PodPlacement Pod, PodNode Node)> Bound, List<(PodPlacement Pod, PodNode Node)> Preempted);
}

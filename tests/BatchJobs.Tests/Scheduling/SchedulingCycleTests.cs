using BatchJobs.Execution;
using BatchJobs.Scheduling;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests.Scheduling;

/// <summary>A scheduler is tested with a cycle made by hand, which holds it to its rules.</summary>
public class SchedulingCycleTests
{
    private static readonly PodNode Node = new("local", new ScriptedPodExecutor(TimeProvider.System)) { Capacity = 2 };

    [Fact]
    public void The_first_that_came_get_what_room_there_is()
    {
        WaitingPod[] waiting = [Waiting(0), Waiting(1), Waiting(2)];
        var cycle = new SchedulingCycle(EngineBench.Start, waiting, [Running(9)], [Node]);
        new FifoPodScheduler().Schedule(cycle);
        PodBinding binding = Assert.Single(cycle.Bindings);
        Assert.Same(waiting[0], binding.Pod);
        Assert.Equal(0, cycle.FreeOn(Node));
    }

    [Fact]
    public void A_node_takes_no_more_than_its_capacity()
    {
        var cycle = new SchedulingCycle(EngineBench.Start, [Waiting(0)], [Running(8), Running(9)], [Node]);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => cycle.Bind(cycle.Waiting.First(), Node));
        Assert.Equal("Node local is full with 2 pods; pod work-0 does not fit.", error.Message);
    }

    [Fact]
    public void A_pod_is_bound_once()
    {
        var cycle = new SchedulingCycle(EngineBench.Start, [Waiting(0)], [], [Node]);
        cycle.Bind(cycle.Waiting.First(), Node);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => cycle.Bind(cycle.Waiting.First(), Node));
        Assert.Equal("Pod work-0 is bound already.", error.Message);
    }

    [Fact]
    public void Who_has_to_make_room_is_told_why()
    {
        RunningPod older = Running(9);
        var cycle = new SchedulingCycle(EngineBench.Start, [Waiting(0)], [older], [Node]);
        cycle.Preempt(older, "something came later");
        PodPreemption preemption = Assert.Single(cycle.Preemptions);
        Assert.Same(older, preemption.Pod);
        Assert.Equal("something came later", preemption.Message);
    }

    private static WaitingPod Waiting(long ordinal) => new(PodReports.Request(ordinal), EngineBench.Start);

    private static RunningPod Running(long ordinal)
    {
        PodStartRequest request = PodReports.Request(ordinal);
        return new RunningPod(request.Id, request, Node, EngineBench.Start);
    }
}

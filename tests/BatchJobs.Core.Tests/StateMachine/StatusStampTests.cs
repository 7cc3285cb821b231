using BatchJobs.Core.Tests.Harness;
using BatchJobs.Events;
using BatchJobs.State;
using BatchJobs.StateMachine;
using static BatchJobs.Core.Tests.Harness.Specs;

namespace BatchJobs.Core.Tests.StateMachine;

public class StatusStampTests
{
    private readonly JobStateMachine machine = new(TimeSpan.FromSeconds(1));
    private readonly JobTransition transition = new();
    private readonly JobState state = States.StateOf(Job(2, 2));

    [Fact]
    public void A_step_says_whether_the_status_changed()
    {
        JobStateMachine.Submit(state, States.Second(0));
        Assert.True(Step(0));
        Assert.False(Step(5, JobEvent.PodReported(0, PodText.StatusOf("R", States.Second(5)))));
        Assert.False(Step(6));
        Assert.False(Step(7, JobEvent.PodReported(0, PodText.StatusOf("Y", States.Second(7)))));
        Assert.True(Step(8));
        Assert.False(Step(9, JobEvent.WakeupReached()));
        Assert.True(Step(10, JobEvent.DeletionRequested(DeletionMode.Foreground)));
    }

    private bool Step(int second, params JobEvent[] events)
    {
        machine.Step(state, events, States.Second(second), transition);
        return transition.StatusChanged;
    }
}

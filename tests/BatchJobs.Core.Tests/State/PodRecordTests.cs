using BatchJobs.Core.Tests.Harness;
using BatchJobs.Pods;
using BatchJobs.Specs;
using BatchJobs.State;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.State;

public class PodRecordTests
{
    [Theory]
    [InlineData("P", true, false, false, false)]
    [InlineData("R", true, false, false, false)]
    [InlineData("Y", true, false, false, true)]
    [InlineData("U", true, false, false, false)]
    [InlineData("S", false, true, false, false)]
    [InlineData("F", false, true, false, false)]
    [InlineData("Yx", false, false, true, false)]
    [InlineData("Fx", false, true, false, false)]
    public void Is_one_of_active_terminal_and_terminating(string text, bool active, bool terminal, bool terminating, bool ready)
    {
        PodRecord pod = Pod(text);
        Assert.Equal((active, terminal, terminating, ready), (pod.IsActive, pod.IsTerminal, pod.IsTerminating, pod.IsReady));
    }

    [Fact]
    public void Without_a_report_it_is_pending_active_and_not_assigned()
    {
        var pod = new PodRecord(0, 0, Second(0));
        Assert.Equal((PodPhase.Pending, true, false), (pod.Phase, pod.IsActive, pod.IsAssigned));
        Assert.Null(pod.ReadyCondition);
    }

    [Theory]
    [InlineData("True", true)]
    [InlineData("False", false)]
    [InlineData("Unknown", false)]
    public void Is_ready_by_its_condition(string status, bool ready)
    {
        var pod = new PodRecord(0, 0, Second(0));
        pod.SetStatus(new PodStatus
        {
            Phase = PodPhase.Running,
            Conditions = [new(PodConditionTypes.ContainersReady, ConditionStatus.True), new(PodConditionTypes.Ready, new ConditionStatus(status))],
        });
        Assert.Equal(ready, pod.IsReady);
    }

    [Fact]
    public void Restarts_of_all_containers_are_added()
    {
        var pod = new PodRecord(0, 0, Second(0));
        pod.SetStatus(new PodStatus { Phase = PodPhase.Running, ContainerStatuses = [Restarted(1), Restarted(2)], InitContainerStatuses = [Restarted(4)] });
        Assert.Equal(7, pod.Restarts);
        pod.SetStatus(new PodStatus { Phase = PodPhase.Running, ContainerStatuses = [Restarted(5)] });
        Assert.Equal(5, pod.Restarts);

        static ContainerStatus Restarted(int count) => new() { Name = "c", RestartCount = count };
    }

    [Fact]
    public void Stopping_began_when_it_was_first_asked_for()
    {
        var pod = new PodRecord(0, 0, Second(0));
        pod.SetStatus(PodText.StatusOf("Rx", Second(3)));
        pod.SetStatus(PodText.StatusOf("Rx", Second(9)));
        pod.SetStopping(Second(12));
        Assert.Equal(Second(3), pod.StoppingSince);

        // A report that has not heard of it yet changes nothing.
        pod.SetStatus(PodText.StatusOf("R", Second(13)));
        Assert.True(pod.IsTerminating);
    }
}

using BatchJobs.Core.Tests.Harness;
using BatchJobs.State;
using BatchJobs.StateMachine;
using static BatchJobs.Core.Tests.Harness.Specs;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.StateMachine;

public class JobInvariantsTests
{
    private static readonly Dictionary<string, Func<JobState>> Broken = new()
    {
        ["an index is both succeeded and failed"] = () => StateOf(Indexed(3, 3), "0-2", "1"),
        ["a finished Job holds pods"] = () => With(StateOf(Job(1, 1), "R"), state =>
        {
            state.FinishedAt = Second(1);
            state.Verdict = new Verdict(true, "", "", Second(1));
        }),
        ["a finished Job has no verdict"] = () => With(StateOf(Job(1, 1)), state => state.FinishedAt = Second(1)),
        ["more pods are ready than active"] = () => With(StateOf(Job(1, 1)), state => state.Observed = new PodCounts(1, 2, 0)),
        ["the counts of pods are out of step"] = () => With(StateOf(Job(1, 1), "R"), state => state.Pods.All.Single().SetStopping(Second(1))),
        ["a counted pod that has ended is still held"] = () => With(StateOf(Job(1, 1), "F"), state => state.Pods.All.Single().SetUntracked()),
        ["an index has two active pods"] = () => StateOf(Indexed(3, 3), "0:R 0:R"),
    };

    public static TheoryData<string> Violations => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(Violations))]
    public void Notices_that(string violation) => Assert.Equal([violation], JobInvariants.Violations(Broken[violation]()));

    [Fact]
    public void Either_count_can_be_out_of_step()
    {
        // It failed behind the table's back: one active pod less, and none more that is being stopped.
        JobState state = With(StateOf(Job(1, 1), "R"), state => state.Pods.All.Single().SetStatus(PodText.StatusOf("F", Second(1))));
        Assert.Equal(["the counts of pods are out of step"], JobInvariants.Violations(state));
    }

    [Fact]
    public void A_violation_names_the_Job()
    {
        JobState state = StateOf(Indexed(3, 3), "0-2", "1");
        var error = Record.Exception(() => JobInvariants.Check(state));
#if DEBUG
        Assert.Equal("Job default/test: an index is both succeeded and failed", Assert.IsType<InvalidOperationException>(error).Message);
#else
        Assert.Null(error);
#endif
    }

    [Fact]
    public void All_is_well_with_an_ordinary_state() => Assert.Empty(JobInvariants.Violations(StateOf(Indexed(3, 3), "0:R 1:Y 2:F 2:Rx")));

    private static JobState With(JobState state, Action<JobState> breaking)
    {
        breaking(state);
        return state;
    }
}

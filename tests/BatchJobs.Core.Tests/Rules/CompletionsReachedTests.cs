using BatchJobs.Rules;
using BatchJobs.State;
using static BatchJobs.Core.Tests.Harness.Specs;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.Rules;

public class CompletionsReachedTests
{
    [Theory]
    [InlineData(3, 2, "", false)]
    [InlineData(3, 3, "", true)]
    [InlineData(3, 4, "", true)]
    [InlineData(0, 0, "", true)]

    // As long as a pod is active it is too early; one that is being stopped does not matter here.
    [InlineData(3, 3, "R", false)]
    [InlineData(3, 3, "Rx", true)]
    public void Needs_as_many_successes_as_completions(int completions, int succeeded, string pods, bool holds) =>
        Assert.Equal(holds, Holds(StateOf(Job(completions, 3), pods), succeeded));

    [Theory]
    [InlineData(0, "", false)]
    [InlineData(1, "", true)]
    [InlineData(1, "R", false)]
    [InlineData(5, "R", false)]
    public void A_work_queue_needs_one_success_and_no_active_pod(int succeeded, string pods, bool holds) =>
        Assert.Equal(holds, Holds(StateOf(WorkQueue(3), pods), succeeded));

    [Theory]
    [InlineData("0-2", true)]
    [InlineData("0,2", false)]
    public void An_Indexed_Job_counts_indexes(string succeeded, bool holds) =>
        Assert.Equal(holds, Holds(StateOf(Indexed(3, 3), succeeded, ""), pods: 7));

    private static bool Holds(JobState state, int pods)
    {
        state.SucceededPods = pods;
        return CompletionsReached.Holds(state);
    }
}

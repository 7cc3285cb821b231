using BatchJobs.Rules;
using BatchJobs.State;
using static BatchJobs.Core.Tests.Harness.Specs;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.Rules;

public class WantedPodsTests
{
    [Theory]

    // As many as may run, then as many as are missing, never less than none.
    [InlineData(10, 4, 0, 4)]
    [InlineData(10, 4, 6, 4)]
    [InlineData(10, 4, 7, 3)]
    [InlineData(10, 4, 10, 0)]
    [InlineData(10, 4, 12, 0)]
    [InlineData(2, 4, 0, 2)]
    [InlineData(10, 0, 0, 0)]
    public void Follows_what_is_missing_up_to_parallelism(int completions, int parallelism, int succeeded, int wanted)
    {
        JobState state = StateOf(Job(completions, parallelism));
        state.SucceededPods = succeeded;
        Assert.Equal(wanted, WantedPods.Count(state));
    }

    [Theory]
    [InlineData(0, "R", 3)]

    // After its first success a work queue keeps what it has, even above a parallelism that shrank.
    [InlineData(1, "", 0)]
    [InlineData(1, "R R", 2)]
    [InlineData(1, "R R R R R", 5)]
    public void A_work_queue_keeps_its_pods_after_the_first_success(int succeeded, string pods, int wanted)
    {
        JobState state = StateOf(WorkQueue(3), pods);
        state.SucceededPods = succeeded;
        Assert.Equal(wanted, WantedPods.Count(state));
    }

    [Fact]
    public void Failed_indexes_are_not_taken_off() =>
        Assert.Equal(3, WantedPods.Count(StateOf(Indexed(4, 4) with { BackoffLimitPerIndex = 0 }, succeeded: "0", failed: "1,2")));
}

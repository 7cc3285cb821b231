using BatchJobs.Rules;
using BatchJobs.Specs;
using BatchJobs.State;
using static BatchJobs.Core.Tests.Harness.Specs;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.Rules;

public class BackoffLimitTests
{
    [Theory]

    // One more than the limit: the limit counts retries.
    [InlineData(2, 2, false)]
    [InlineData(2, 3, true)]
    [InlineData(0, 0, false)]
    [InlineData(0, 1, true)]
    [InlineData(int.MaxValue, int.MaxValue, false)]
    public void Failed_pods_have_to_exceed_it(int limit, int failed, bool exceeded) => Assert.Equal(exceeded, IsExceeded(Job(1, 1), limit, failed, ""));

    [Theory]

    // Reaching it is enough, and with no limit to reach any restart is.
    [InlineData(2, "R*1", false)]
    [InlineData(2, "R*2", true)]
    [InlineData(0, "R*0", false)]
    [InlineData(0, "R*1", true)]
    [InlineData(1, "R*1", true)]

    // All pods together, a terminating one too.
    [InlineData(6, "R*2 R*2 R*1", false)]
    [InlineData(6, "R*2 R*2 R*2", true)]
    [InlineData(2, "R*1 R*1x", true)]

    // A pod that ended, or that nobody can see, is not looked at.
    [InlineData(2, "S*2", false)]
    [InlineData(2, "F*2", false)]
    [InlineData(2, "U*2", false)]
    public void Restarts_in_place_have_to_reach_it(int limit, string pods, bool exceeded)
    {
        Assert.Equal(exceeded, IsExceeded(Job(3, 3).RestartOnFailure(), limit, 0, pods));
        Assert.False(IsExceeded(Job(3, 3), limit, 0, pods));
    }

    [Fact]
    public void Failed_pods_count_with_OnFailure_too()
    {
        Assert.False(IsExceeded(Job(1, 1).RestartOnFailure(), 2, 2, ""));
        Assert.True(IsExceeded(Job(1, 1).RestartOnFailure(), 2, 3, ""));
    }

    private static bool IsExceeded(JobSpec spec, int limit, int failed, string pods)
    {
        JobState state = StateOf(spec with { BackoffLimit = limit }, pods);
        return BackoffLimit.IsExceeded(state.Spec, failed, state.Pods);
    }
}

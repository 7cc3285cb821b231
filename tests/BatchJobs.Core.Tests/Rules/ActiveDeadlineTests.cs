using BatchJobs.Rules;
using BatchJobs.State;
using static BatchJobs.Core.Tests.Harness.Specs;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.Rules;

public class ActiveDeadlineTests
{
    [Theory]
    [InlineData(60L, 5, 65)]

    // 0 is a deadline: at once.
    [InlineData(0L, 5, 5)]

    // None set, not started, so far away that the calendar ends.
    [InlineData(null, 5, null)]
    [InlineData(60L, null, null)]
    [InlineData(long.MaxValue, 5, null)]
    public void Counts_from_the_start(long? seconds, int? start, int? expected)
    {
        JobState state = StateOf(Job(1, 1) with { ActiveDeadlineSeconds = seconds });
        state.StartTime = start is null ? null : Second(start.Value);
        Assert.Equal(expected is null ? null : Second(expected.Value), ActiveDeadline.At(state));
    }

    [Fact]
    public void A_suspended_Job_has_none()
    {
        JobState state = StateOf(Job(1, 1) with { ActiveDeadlineSeconds = 60, Suspend = true });
        state.StartTime = Second(0);
        Assert.Null(ActiveDeadline.At(state));
    }

    [Fact]
    public void One_beyond_the_end_of_time_never_comes()
    {
        JobState state = StateOf(Job(1, 1) with { ActiveDeadlineSeconds = 60 });
        state.StartTime = DateTimeOffset.MaxValue - TimeSpan.FromSeconds(60);
        Assert.Null(ActiveDeadline.At(state));
        state.StartTime = DateTimeOffset.MaxValue - TimeSpan.FromSeconds(61);
        Assert.Equal(DateTimeOffset.MaxValue - TimeSpan.FromSeconds(1), ActiveDeadline.At(state));
    }
}

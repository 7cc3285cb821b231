using BatchJobs.Rules;
using BatchJobs.State;
using static BatchJobs.Core.Tests.Harness.Specs;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.Rules;

public class TimeToLiveTests
{
    [Theory]
    [InlineData(100, 7, 107)]
    [InlineData(0, 7, 7)]

    // None set; not finished.
    [InlineData(null, 7, null)]
    [InlineData(100, null, null)]
    public void Counts_from_the_end(int? ttl, int? finished, int? expected)
    {
        JobState state = StateOf(Job(1, 1) with { TtlSecondsAfterFinished = ttl });
        state.FinishedAt = finished is null ? null : Second(finished.Value);
        Assert.Equal(expected is null ? null : Second(expected.Value), TimeToLive.AsTheySay.EndsAt(state));
    }

    [Theory]
    [InlineData(true, null, 17)]
    [InlineData(false, null, 27)]
    [InlineData(true, 100, 107)]
    [InlineData(false, 0, 7)]
    public void A_Job_that_does_not_say_is_kept_as_its_end_says(bool success, int? ttl, int expected)
    {
        JobState state = StateOf(Job(1, 1) with { TtlSecondsAfterFinished = ttl });
        state.FinishedAt = Second(7);
        state.Verdict = new Verdict(success, "Reason", "message", Second(7));
        var rule = new TimeToLive(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));
        Assert.Equal(Second(expected), rule.EndsAt(state));
    }

    [Fact]
    public void A_time_beyond_the_calendar_never_ends()
    {
        JobState state = StateOf(Job(1, 1));
        state.FinishedAt = Second(7);
        Assert.Null(new TimeToLive(null, TimeSpan.MaxValue).EndsAt(state));
    }

    [Fact]
    public void A_Job_that_is_being_deleted_needs_none()
    {
        JobState state = StateOf(Job(1, 1) with { TtlSecondsAfterFinished = 100 });
        state.FinishedAt = Second(7);
        state.Deletion = new DeletionMark(DeletionMode.Foreground, Second(8));
        Assert.Null(TimeToLive.AsTheySay.EndsAt(state));
        Assert.Equal(Second(107), TimeToLive.AsTheySay.EndOf(state));
    }
}

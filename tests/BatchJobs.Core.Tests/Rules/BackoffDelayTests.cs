using BatchJobs.Rules;
using BatchJobs.State;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.Rules;

public class BackoffDelayTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(3, 40)]
    [InlineData(4, 80)]
    [InlineData(5, 160)]
    [InlineData(6, 320)]

    // Ten minutes are the most.
    [InlineData(7, 600)]
    [InlineData(8, 600)]
    [InlineData(5000, 600)]
    [InlineData(int.MaxValue, 600)]
    public void Doubles_from_ten_seconds_to_ten_minutes(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), BackoffDelay.After(failures));

    [Theory]

    // V23: base 5 s, cap 700 s.
    [InlineData(3, 20)]
    [InlineData(8, 640)]
    [InlineData(9, 700)]

    // Nothing failed; a count below nothing cannot be, and is nothing.
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    public void Doubles_from_any_base_to_any_cap(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), BackoffDelay.Doubled(TimeSpan.FromSeconds(5), failures, TimeSpan.FromSeconds(700)));

    [Fact]
    public void The_cap_is_not_passed_by_a_power_that_meets_it() =>
        Assert.Equal(TimeSpan.FromSeconds(40), BackoffDelay.Doubled(TimeSpan.FromSeconds(10), 3, TimeSpan.FromSeconds(40)));

    [Fact]
    public void Counts_from_the_last_failure() => Assert.Equal(Second(27), BackoffDelay.EndsAt(new FailureStreak(2, Second(7))));

    [Fact]
    public void Without_a_failure_there_is_nothing_to_wait_for() => Assert.Null(BackoffDelay.EndsAt(FailureStreak.None));
}

using BatchJobs.Rules;
using BatchJobs.Specs;
using BatchJobs.State;
using static BatchJobs.Core.Tests.Harness.Specs;
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
        Assert.Equal(TimeSpan.FromSeconds(seconds), BackoffDelay.After(failures, PodFailureBackoff.Kubernetes));

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
    public void Counts_from_the_last_failure() => Assert.Equal(Second(27), BackoffDelay.EndsAt(With(new FailureStreak(2, Second(7))), PodFailureBackoff.Kubernetes));

    [Fact]
    public void Without_a_failure_there_is_nothing_to_wait_for() => Assert.Null(BackoffDelay.EndsAt(With(FailureStreak.None), PodFailureBackoff.Kubernetes));

    [Theory]

    // Reckoned from initial, factor and max.
    [InlineData("initial=1s,factor=3,max=20s", "0 1 3 9 20 20")]
    [InlineData("initial=500ms,factor=1", "0 0.5 0.5 0.5")]
    [InlineData("initial=5s,max=2s", "0 2 2")]
    [InlineData("initial=0s", "0 0 0")]

    // One by one; the last one for all further failures.
    [InlineData("delays=1s/1m/5s", "0 1 60 5 5 5")]
    [InlineData("delays=0s/30s", "0 0 30 30")]
    public void Delays_are_those_that_were_set(string backoff, string seconds) =>
        Assert.Equal(seconds, string.Join(' ', Enumerable.Range(0, seconds.Split(' ').Length).Select(failures => BackoffDelay.After(failures, PodFailureBackoff.Parse(backoff)).TotalSeconds)));

    [Fact]
    public void Jitter_makes_delays_longer_by_a_part_that_differs_from_Job_to_Job_and_is_the_same_again()
    {
        PodFailureBackoff backoff = PodFailureBackoff.Parse("initial=100s,jitter=0.5");
        var uids = Enumerable.Range(1, 200).Select(number => new Guid(number, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)).ToList();

        List<double> delays = [.. uids.Select(uid => Spread.Of(uid, 0, 1)).Select(chance => BackoffDelay.After(1, backoff, chance).TotalSeconds)];

        Assert.All(delays, delay => Assert.InRange(delay, 100, 150));
        Assert.InRange(delays.Average(), 120, 130);
        Assert.Equal(delays.Count, delays.Distinct().Count());
        Assert.Equal(Spread.Of(uids[0], 3, 2), Spread.Of(uids[0], 3, 2));
        Assert.NotEqual(Spread.Of(uids[0], 3, 2), Spread.Of(uids[0], 4, 2));
        Assert.NotEqual(Spread.Of(uids[0], 3, 2), Spread.Of(uids[0], 3, 3));
    }

    private static JobState With(FailureStreak streak)
    {
        JobState state = StateOf(Job(1, 1));
        state.Streak = streak;
        return state;
    }
}

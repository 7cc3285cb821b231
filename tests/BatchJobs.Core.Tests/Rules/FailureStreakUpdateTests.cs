using BatchJobs.Resolution;
using BatchJobs.Rules;
using BatchJobs.State;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.Rules;

public class FailureStreakUpdateTests
{
    private static readonly ResolvedJobSpec Spec = JobSpecResolver.Resolve(Harness.Specs.Job(5, 5));

    [Theory]

    // Nothing ended: nothing changes.
    [InlineData(2, 3, "", 2, 3)]
    [InlineData(0, null, "", 0, null)]

    // Only failures: they add up, and the latest is the last.
    [InlineData(0, null, "F@5", 1, 5)]
    [InlineData(2, 3, "F@7 F@5", 4, 7)]
    [InlineData(0, null, "F@0 F@0 F@0 F@0 F@0", 5, 0)]

    // Only successes: all is forgotten.
    [InlineData(2, 3, "S@5", 0, null)]

    // Both: failures after the latest success count, one at the same time does not.
    [InlineData(2, 3, "F@5 S@7 F@9", 1, 9)]
    [InlineData(2, 3, "F@5 S@7", 0, null)]
    [InlineData(0, null, "F@0 F@1 S@2 F@3 F@4", 2, 4)]
    [InlineData(0, null, "F@0 S@0", 0, null)]
    [InlineData(0, null, "F@4 S@5 F@9 S@7 F@8 F@6", 2, 9)]
    public void Counts_failures_since_the_last_success(int before, int? lastBefore, string ended, int after, int? lastAfter) =>
        Assert.Equal(Streak(after, lastAfter), FailureStreakUpdate.Apply(Streak(before, lastBefore), Pods(ended), Spec));

    [Fact]
    public void V22_failures_around_a_success()
    {
        PodRecord[] ended = Pods("F@0 F@1 F@3 F@4 S@2");
        Assert.Equal(Streak(2, 4), FailureStreakUpdate.Apply(FailureStreak.None, ended, Spec));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void A_pod_that_is_being_stopped_is_a_failure_if_it_is_replaced_at_once(bool onlyReplaceFailed, int failures) =>
        Assert.Equal(failures, FailureStreakUpdate.Apply(FailureStreak.None, Pods("Rx"), Spec with { OnlyReplaceFailed = onlyReplaceFailed }).Failures);

    [Fact]
    public void A_pod_counts_once()
    {
        PodRecord[] ended = Pods("F@5 F@6");
        FailureStreak streak = FailureStreakUpdate.Apply(FailureStreak.None, ended, Spec);
        Assert.Equal(streak, FailureStreakUpdate.Apply(streak, ended, Spec));
    }

    [Fact]
    public void A_pod_whose_index_was_dropped_says_nothing()
    {
        ResolvedJobSpec shrunk = JobSpecResolver.Resolve(Harness.Specs.Indexed(3, 3));
        Assert.Equal(Streak(1, 5), FailureStreakUpdate.Apply(Streak(1, 5), Pods("3:F@6 4:S@7"), shrunk));
        Assert.Equal(Streak(2, 6), FailureStreakUpdate.Apply(Streak(1, 5), Pods("2:F@6 4:S@7"), shrunk));
    }

    private static FailureStreak Streak(int failures, int? last) => last is null ? FailureStreak.None : new FailureStreak(failures, Second(last.Value));

    private static PodRecord[] Pods(string pods) =>
        [.. pods.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((pod, ordinal) => Pod(pod, ordinal))];
}

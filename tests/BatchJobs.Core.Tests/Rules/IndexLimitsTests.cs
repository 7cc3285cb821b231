using BatchJobs.Resolution;
using BatchJobs.Rules;
using static BatchJobs.Core.Tests.Harness.Specs;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.Rules;

public class IndexLimitsTests
{
    [Theory]

    // The limit counts retries: a pod with as many failures before it was the last one.
    [InlineData("Count", 1, 0, false)]
    [InlineData("Count", 1, 1, true)]
    [InlineData("Count", 1, 2, true)]
    [InlineData("Count", 0, 0, true)]

    // FailIndex needs no limit, Ignore knows none.
    [InlineData("FailIndex", 10, 0, true)]
    [InlineData("Ignore", 0, 5, false)]

    // FailJob counts for the index as well.
    [InlineData("FailJob", 1, 1, true)]
    public void Says_whether_an_index_gets_another_pod(string effect, int limit, int failuresBefore, bool fails) => Assert.Equal(
        fails,
        IndexLimits.FailsIndex(StateOf(Indexed(3, 3) with { BackoffLimitPerIndex = limit }).Spec, Enum.Parse<FailureEffect>(effect), failuresBefore));

    [Theory]
    [InlineData(1, "0", false)]
    [InlineData(1, "0,1", true)]
    [InlineData(0, "", false)]
    [InlineData(0, "2", true)]
    [InlineData(null, "0-8", false)]
    public void Too_many_are_more_than_maxFailedIndexes(int? most, string failed, bool tooMany) => Assert.Equal(
        tooMany,
        IndexLimits.TooManyFailed(StateOf(Indexed(10, 3) with { BackoffLimitPerIndex = 0, MaxFailedIndexes = most }, "", failed)));

    [Theory]
    [InlineData("0,2", "1", true)]
    [InlineData("0", "1", false)]
    [InlineData("", "0-2", true)]

    // All succeeded: nothing failed.
    [InlineData("0-2", "", false)]
    public void All_ended_and_some_failed(string succeeded, string failed, bool holds) => Assert.Equal(
        holds,
        IndexLimits.AllEndedSomeFailed(StateOf(Indexed(3, 3) with { BackoffLimitPerIndex = 0 }, succeeded, failed)));
}

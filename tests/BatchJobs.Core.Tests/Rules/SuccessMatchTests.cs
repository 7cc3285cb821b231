using BatchJobs.Core.Tests.Harness;
using BatchJobs.Rules;
using BatchJobs.Specs;
using static BatchJobs.Core.Tests.Harness.Specs;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.Rules;

public class SuccessMatchTests
{
    [Theory]

    // A count of any indexes.
    [InlineData(null, 3, "0-2", true)]
    [InlineData(null, 3, "0,1", false)]
    [InlineData(null, 3, "0-3", true)]

    // All of some indexes.
    [InlineData("1,3-5", null, "1,3-5", true)]
    [InlineData("1,3-5", null, "0-9", true)]
    [InlineData("1,3-5", null, "1,3,4,6", false)]

    // V20: a count of some indexes.
    [InlineData("3-6", 2, "0-2,4-7", true)]
    [InlineData("3-6", 2, "0-2,6-7", false)]

    // A count above the number of indexes does not matter once all are there.
    [InlineData("3,4", 9, "3,4", true)]

    // Nothing has succeeded: not even 0 is met.
    [InlineData(null, 0, "", false)]
    [InlineData(null, 0, "7", true)]
    [InlineData("3-6", 0, "", false)]
    [InlineData("3-6", 0, "7", true)]

    // Indexes that say nothing skip the rule, whatever the count; those beyond the completions are cut.
    [InlineData("", 0, "0-9", false)]
    [InlineData("x", 1, "0-9", false)]
    [InlineData("8-20", null, "8,9", true)]

    // Neither indexes nor a count.
    [InlineData(null, null, "0-9", false)]
    public void Knows_when_a_rule_is_met(string? indexes, int? count, string succeeded, bool met) => Assert.Equal(
        met ? 0 : null,
        SuccessMatch.FirstMetRule(
            StateOf(Indexed(10, 3).SucceedsBy(new SuccessPolicyRule { SucceededIndexes = indexes, SucceededCount = count })).Spec.SuccessPolicy,
            Indexes(succeeded)));

    [Fact]
    public void The_first_rule_that_is_met_is_named()
    {
        // V21
        var policy = StateOf(Indexed(10, 3).SucceedsBy(new() { SucceededIndexes = "9" }, new() { SucceededIndexes = "4,6" }, new() { SucceededCount = 1 }))
            .Spec.SuccessPolicy;
        Assert.Equal(1, SuccessMatch.FirstMetRule(policy, Indexes("0-2,4-7")));
        Assert.Equal(2, SuccessMatch.FirstMetRule(policy, Indexes("0-2")));
    }

    [Fact]
    public void No_policy_is_never_met() => Assert.Null(SuccessMatch.FirstMetRule(null, Indexes("0-9")));
}

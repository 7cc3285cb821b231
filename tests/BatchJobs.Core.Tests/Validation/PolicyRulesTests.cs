using BatchJobs.Validation;

namespace BatchJobs.Core.Tests.Validation;

public class PolicyRulesTests
{
    private const string Indexed = "\"completionMode\": \"Indexed\", \"completions\": 5, \"successPolicy\": ";

    [Theory]
    // actions
    [InlineData("{\"onExitCodes\": {\"operator\": \"In\", \"values\": [1]}}", "action: Required value: valid values: [\"Count\" \"FailIndex\" \"FailJob\" \"Ignore\"]")]
    [InlineData("{\"action\": \"FailIndex\", \"onExitCodes\": {\"operator\": \"In\", \"values\": [1]}}", "action: Invalid value: \"FailIndex\": requires the backoffLimitPerIndex to be set")]
    [InlineData("{\"action\": \"X\", \"onExitCodes\": {\"operator\": \"In\", \"values\": [1]}}", "action: Unsupported value: \"X\": supported values: \"Count\", \"FailIndex\", \"FailJob\", \"Ignore\"")]
    // exit codes
    [InlineData("{\"action\": \"Count\", \"onExitCodes\": {\"operator\": \"In\", \"values\": [0]}}", "onExitCodes.values[0]: Invalid value: 0: must not be 0 for the In operator")]
    [InlineData("{\"action\": \"Count\", \"onExitCodes\": {\"operator\": \"In\", \"values\": [1, 1]}}", "onExitCodes.values[1]: Duplicate value: 1")]
    [InlineData("{\"action\": \"Count\", \"onExitCodes\": {\"operator\": \"In\", \"values\": [2, 1]}}", "onExitCodes.values: Invalid value: [2,1]: must be ordered")]
    [InlineData("{\"action\": \"Count\", \"onExitCodes\": {\"operator\": \"In\", \"values\": []}}", "onExitCodes.values: Invalid value: []: at least one value is required")]
    [InlineData("{\"action\": \"Count\", \"onExitCodes\": {\"operator\": \"In\"}}", "onExitCodes.values: Invalid value: null: at least one value is required")]
    [InlineData("{\"action\": \"Count\", \"onExitCodes\": {\"operator\": \"In\", \"containerName\": \"x\", \"values\": [1]}}", "onExitCodes.containerName: Invalid value: \"x\": must be one of the container or initContainer names in the pod template")]
    // conditions
    [InlineData("{\"action\": \"Count\", \"onPodConditions\": [{\"type\": \"T\", \"status\": \"yes\"}]}", "onPodConditions[0].status: Unsupported value: \"yes\": supported values: \"False\", \"True\", \"Unknown\"")]
    public void A_pod_failure_rule_says_what_and_when(string rule, string error)
    {
        Assert.Equal([$"spec.podFailurePolicy.rules[0].{error}"], Admit.Errors($"\"podFailurePolicy\": {{\"rules\": [{rule}]}}"));
    }

    [Theory]
    [InlineData("{\"action\": \"Count\"}", "specifying one of OnExitCodes and OnPodConditions is required")]
    [InlineData("{\"action\": \"Count\", \"onExitCodes\": {\"operator\": \"In\", \"values\": [1]}, \"onPodConditions\": [{\"type\": \"T\"}]}", "specifying both OnExitCodes and OnPodConditions is not supported")]
    public void A_pod_failure_rule_matches_one_thing(string rule, string detail)
    {
        Assert.Equal([$"spec.podFailurePolicy.rules[0]: Invalid value: {detail}"], Admit.Errors($"\"podFailurePolicy\": {{\"rules\": [{rule}]}}"));
    }

    [Theory]
    [InlineData("{\"action\": \"Count\", \"onExitCodes\": {\"operator\": \"NotIn\", \"values\": [0]}}")]
    [InlineData("{\"action\": \"Count\", \"onExitCodes\": {\"operator\": \"In\", \"values\": [-1, 256]}}")]
    [InlineData("{\"action\": \"Count\", \"onPodConditions\": [{\"type\": \"T\"}]}")]
    public void Unusual_pod_failure_rules_are_valid(string rule)
    {
        Assert.Empty(Admit.Errors($"\"podFailurePolicy\": {{\"rules\": [{rule}]}}"));
    }

    [Theory]
    [InlineData("{}", "rules: Required value: at least one rules must be specified when the successPolicy is specified")]
    [InlineData("{\"rules\": [{}]}", "rules[0]: Required value: at least one of succeededCount or succeededIndexes must be specified")]
    [InlineData("{\"rules\": [{\"succeededCount\": 6}]}", "rules[0].succeededCount: Invalid value: 6: must be less than or equal to 5 (the number of specified completions)")]
    [InlineData("{\"rules\": [{\"succeededCount\": 3, \"succeededIndexes\": \"0,1\"}]}", "rules[0].succeededCount: Invalid value: 3: must be less than or equal to 2 (the number of indexes in the specified succeededIndexes field)")]
    [InlineData("{\"rules\": [{\"succeededIndexes\": \"5\"}]}", "rules[0].succeededIndexes: Invalid value: \"5\": error parsing succeededIndexes: too large index: \"5\"")]
    public void A_success_rule_can_be_met(string policy, string error)
    {
        Assert.Equal([$"spec.successPolicy.{error}"], Admit.Errors(Indexed + policy));
    }

    [Fact]
    public void A_success_policy_without_completions_is_refused_where_the_server_crashes()
    {
        Assert.Equal(
            ["spec.completions: Required value: when completion mode is Indexed"],
            Admit.Errors("\"completionMode\": \"Indexed\", \"parallelism\": 1, \"successPolicy\": {\"rules\": [{\"succeededCount\": 1}]}"));
    }

    [Theory]
    [InlineData("", 0, null)]
    [InlineData("0", 1, null)]
    [InlineData("0,2-4", 4, null)]
    [InlineData("00,01-03,+4", 5, null)]
    [InlineData("1,2-3", 3, null)]
    [InlineData("9", 1, null)]
    [InlineData("10", 0, "too large index: \"10\"")]
    [InlineData("2147483648", 0, "too large index: \"2147483648\"")]
    [InlineData("9223372036854775808", 0, "cannot convert string to integer for index: \"9223372036854775808\"")]
    [InlineData("1-1", 0, "non-increasing order, previous: 1, current: 1")]
    [InlineData("2,1", 0, "non-increasing order, previous: 2, current: 1")]
    [InlineData("1-2-3", 0, "the fragment \"1-2-3\" violates the requirement that an index interval can have at most two parts separated by '-'")]
    [InlineData("-1", 0, "cannot convert string to integer for index: \"\"")]
    [InlineData("1,", 0, "cannot convert string to integer for index: \"\"")]
    [InlineData(" 1", 0, "cannot convert string to integer for index: \" 1\"")]
    public void Index_lists_ascend_below_the_completions(string text, int count, string? error)
    {
        Assert.Equal((count, error), IndexListRules.Read(text, completions: 10));
    }

    [Theory]
    [InlineData("0-2", "2-3", 2)]
    [InlineData("0,4", "1-3", null)]
    [InlineData("x,3", "1-3", 3)]
    [InlineData("", "1", null)]
    public void Common_indexes_are_found(string one, string other, int? index)
    {
        Assert.Equal(index, IndexListRules.FirstCommon(one, other, completions: 10));
    }
}

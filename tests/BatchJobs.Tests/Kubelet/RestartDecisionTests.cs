using BatchJobs.Execution.Kubelet;
using BatchJobs.Specs;

namespace BatchJobs.Tests.Kubelet;

public class RestartDecisionTests
{
    [Theory]
    // Only the pod says something
    [InlineData("Never", null, 0, false)]
    [InlineData("Never", null, 1, false)]
    [InlineData("OnFailure", null, 0, false)]
    [InlineData("OnFailure", null, 1, true)]
    [InlineData("Always", null, 0, true)]
    // The container has the last word
    [InlineData("Never", "OnFailure", 1, true)]
    [InlineData("OnFailure", "Never", 1, false)]
    [InlineData("Never", "Always", 0, true)]
    public void The_policy_of_the_container_goes_before_that_of_the_pod(string pod, string? own, int exitCode, bool expected) =>
        Assert.Equal(expected, RestartDecision.ShouldRestart(new RestartPolicy(pod), Container(own), exitCode));

    [Theory]
    [InlineData("In", new[] { 42 }, 42, true)]
    [InlineData("In", new[] { 42 }, 1, false)]
    [InlineData("In", new[] { 0 }, 0, true)] // 0 is a code like any other
    [InlineData("NotIn", new[] { 42 }, 42, false)]
    [InlineData("NotIn", new[] { 42 }, 1, true)]
    [InlineData("NotIn", new[] { 0 }, 0, false)] // what no rule says, the policy of the container does
    public void A_rule_of_the_container_goes_before_its_policy(string comparison, int[] codes, int exitCode, bool expected)
    {
        var rule = new ContainerRestartRule
        {
            Action = "Restart",
            ExitCodes = new ContainerRestartRuleOnExitCodes { Operator = new ExitCodeOperator(comparison), Values = codes },
        };
        var container = Container("Never") with { RestartPolicyRules = [rule] };
        Assert.Equal(expected, RestartDecision.ShouldRestart(RestartPolicy.Never, container, exitCode));
    }

    [Theory]
    [InlineData(42, "RestartAll")]
    [InlineData(1, "Stay")]
    public void A_rule_can_ask_for_all_containers(int exitCode, string expected)
    {
        var rule = new ContainerRestartRule
        {
            Action = "RestartAllContainers",
            ExitCodes = new ContainerRestartRuleOnExitCodes { Operator = ExitCodeOperator.In, Values = [42] },
        };
        Assert.Equal(expected, RestartDecision.Decide(RestartPolicy.Never, Container("Never") with { RestartPolicyRules = [rule] }, exitCode).ToString());
    }

    private static Container Container(string? policy) => new() { RestartPolicy = policy is null ? null : new RestartPolicy(policy) };
}

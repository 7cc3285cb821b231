using BatchJobs.Core.Tests.Validation;
using BatchJobs.Resolution;

namespace BatchJobs.Core.Tests.Resolution;

public class JobSpecResolverTests
{
    [Fact]
    public void A_bare_Job_resolves_to_the_defaults()
    {
        ResolvedJobSpec spec = Resolve("");

        Assert.Equal((1, 1, 6, false, false), (spec.Parallelism, spec.Completions, spec.BackoffLimit, spec.Indexed, spec.Suspend));
        Assert.Equal((null, null, null, null, false), (spec.ActiveDeadline, spec.TimeToLive, spec.FailurePolicy, spec.SuccessPolicy, spec.ManagedElsewhere));
    }

    [Theory]
    [InlineData("\"activeDeadlineSeconds\": 0", 0d)]
    [InlineData("\"activeDeadlineSeconds\": 90", 90d)]
    [InlineData("\"activeDeadlineSeconds\": 9223372036854775807", null)]
    public void A_deadline_beyond_the_calendar_is_none(string spec, double? seconds)
    {
        Assert.Equal(seconds, Resolve(spec).ActiveDeadline?.TotalSeconds);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("\"podReplacementPolicy\": \"Failed\"", true)]
    [InlineData("\"podFailurePolicy\": {}", true)]
    public void A_pod_failure_policy_means_waiting_for_the_end_of_pods(string spec, bool onlyFailed)
    {
        Assert.Equal(onlyFailed, Resolve(spec).OnlyReplaceFailed);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("\"managedBy\": \"kubernetes.io/job-controller\"", false)]
    [InlineData("\"managedBy\": \"a.io/b\"", true)]
    public void Another_controller_is_respected(string spec, bool elsewhere)
    {
        Assert.Equal(elsewhere, Resolve(spec).ManagedElsewhere);
    }

    [Fact]
    public void Failure_rules_keep_their_numbers_and_unknown_actions_are_left_out()
    {
        CompiledFailurePolicy policy = Resolve("""
            "podFailurePolicy": {"rules": [
              {"action": "Future", "onPodConditions": [{"type": "T"}]},
              {"action": "FailJob", "onExitCodes": {"containerName": "main", "operator": "NotIn", "values": [1, 3]}},
              {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget"}]}]}
            """).FailurePolicy!;

        Assert.Equal([(1, FailureEffect.FailJob), (2, FailureEffect.Ignore)], policy.Rules.Select(rule => (rule.Number, rule.Effect)));
        Assert.Equal(("main", false), (policy.Rules[0].ExitCodes!.ContainerName, policy.Rules[0].ExitCodes!.In));
        Assert.Equal([1, 3], policy.Rules[0].ExitCodes!.Values.Order());
        Assert.Equal([("DisruptionTarget", Specs.ConditionStatus.True)], policy.Rules[1].Conditions);
    }

    [Fact]
    public void Success_rules_have_their_indexes_parsed()
    {
        CompiledSuccessPolicy policy = Resolve(
            "\"completionMode\": \"Indexed\", \"completions\": 5, \"successPolicy\": {\"rules\": [{\"succeededIndexes\": \"0,2-4\", \"succeededCount\": 2}]}").SuccessPolicy!;

        CompiledSuccessRule rule = Assert.Single(policy.Rules);
        Assert.Equal(("0,2-4", 2), (rule.Indexes!.ToString(), rule.SucceededCount));
    }

    private static ResolvedJobSpec Resolve(string spec) => JobSpecResolver.Resolve(Admit.Read(spec).Spec);
}

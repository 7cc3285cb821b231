using BatchJobs.Core.Tests.Harness;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Rules;
using BatchJobs.Specs;
using static BatchJobs.Core.Tests.Harness.Specs;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.Rules;

public class FailurePolicyMatchTests
{
    private static readonly JobKey Key = new("ns", "job");

    [Theory]
    [InlineData("In", "40,42", 42, true)]
    [InlineData("In", "40,42", 41, false)]
    [InlineData("NotIn", "40,42", 41, true)]
    [InlineData("NotIn", "40,42", 42, false)]

    // Exit code 0 is no failure, also when it is not in the list.
    [InlineData("NotIn", "1", 0, false)]

    // Codes above 127 are signals, and codes like others.
    [InlineData("In", "137", 137, true)]
    public void Compares_exit_codes(string op, string codes, int exitCode, bool matches) => Assert.Equal(
        matches,
        Find(
            new PodFailurePolicyRule { Action = PodFailureAction.FailJob, OnExitCodes = new() { Operator = new ExitCodeOperator(op), Values = [.. codes.Split(',').Select(int.Parse)] } },
            Failed(Ended("main", exitCode))) is not null);

    [Theory]
    [InlineData(null, true)]
    [InlineData("main", true)]
    [InlineData("other", false)]
    public void Looks_at_the_named_container_or_at_any(string? container, bool matches) => Assert.Equal(
        matches,
        Find(
            new PodFailurePolicyRule { Action = PodFailureAction.FailJob, OnExitCodes = new() { ContainerName = container, Operator = ExitCodeOperator.In, Values = [1] } },
            Failed(Ended("main", 1))) is not null);

    [Fact]
    public void Containers_go_before_init_containers_each_in_their_order()
    {
        PodFailurePolicyRule rule = PodFailureAction.FailJob.OnExitCode(1, 2, 3, 4);
        PodStatus status = Failed(Ended("a", 0), Ended("b", 2), Ended("c", 3)) with { InitContainerStatuses = [Ended("i", 1), Ended("j", 4)] };
        Assert.Equal(("b", 2), Matched(Find(rule, status)));
        Assert.Equal(("i", 1), Matched(Find(rule, status with { ContainerStatuses = [Ended("a", 0), Ended("b", 9)] })));
        Assert.Equal(("j", 4), Matched(Find(PodFailureAction.FailJob.OnExitCode(4), status)));

        static (string?, int) Matched(FailurePolicyMatch? match) => (match?.Container, match?.ExitCode ?? 0);
    }

    [Fact]
    public void A_container_that_runs_has_no_exit_code() => Assert.Null(Find(
        PodFailureAction.FailJob.OnExitCode(1),
        Failed(new ContainerStatus { Name = "main", Running = new(Second(1)), LastTermination = new(1, Second(0)) })));

    [Theory]
    [InlineData("DisruptionTarget", "True", true)]
    [InlineData("DisruptionTarget", "False", false)]
    [InlineData("Other", "True", false)]
    [InlineData("disruptiontarget", "True", false)]
    public void Compares_conditions(string type, string status, bool matches) => Assert.Equal(
        matches,
        Find(PodFailureAction.Ignore.OnDisruption(), Conditions((type, status))) is not null);

    [Fact]
    public void The_first_condition_of_the_pod_that_meets_any_pattern_is_told()
    {
        PodFailurePolicyRule rule = new() { Action = PodFailureAction.FailJob, OnPodConditions = [new() { Type = "B" }, new() { Type = "A", Status = ConditionStatus.False }] };
        Assert.Equal("A", Find(rule, Conditions(("X", "True"), ("A", "False"), ("B", "True")))?.ConditionType);
        Assert.Equal("B", Find(rule, Conditions(("A", "True"), ("B", "True")))?.ConditionType);
    }

    [Fact]
    public void The_first_rule_that_matches_decides_and_keeps_its_number()
    {
        PodFailurePolicyRule[] rules =
        [
            PodFailureAction.FailJob.OnExitCode(7),
            new PodFailureAction("Explode").OnExitCode(1),
            PodFailureAction.Count.OnExitCode(1),
            PodFailureAction.FailIndex.OnExitCode(1, 2),
        ];

        Assert.Equal((FailureEffect.Count, 2), Found(1));
        Assert.Equal((FailureEffect.FailIndex, 3), Found(2));
        Assert.Equal((FailureEffect.FailJob, 0), Found(7));
        Assert.Null(Find(rules, Failed(Ended("main", 3))));

        (FailureEffect, int) Found(int exitCode) =>
            Find(rules, Failed(Ended("main", exitCode))) is { } match ? (match.Rule.Effect, match.Rule.Number) : default;
    }

    [Fact]
    public void Without_a_match_a_failure_counts()
    {
        CompiledFailurePolicy? policy = Compile(PodFailureAction.Ignore.OnExitCode(42));
        Assert.Equal(FailureEffect.Ignore, FailurePolicyMatch.EffectOf(policy, Failed(Ended("main", 42))));
        Assert.Equal(FailureEffect.Count, FailurePolicyMatch.EffectOf(policy, Failed(Ended("main", 1))));
        Assert.Equal(FailureEffect.Count, FailurePolicyMatch.EffectOf(policy, null));
        Assert.Equal(FailureEffect.Count, FailurePolicyMatch.EffectOf(null, Failed(Ended("main", 42))));
    }

    [Fact]
    public void Tells_the_exit_code_in_the_words_of_Kubernetes() => Assert.Equal(
        "Container main for pod ns/job-x failed with exit code 42 matching FailJob rule at index 1",
        Find((PodFailurePolicyRule[])[PodFailureAction.Ignore.OnDisruption(), PodFailureAction.FailJob.OnExitCode(42)], Failed(Ended("main", 42)))?.Describe(Key, "job-x"));

    [Fact]
    public void Tells_the_condition_in_the_words_of_Kubernetes() => Assert.Equal(
        "Pod ns/job-x has condition DisruptionTarget matching FailJob rule at index 0",
        Find(PodFailureAction.FailJob.OnDisruption(), Conditions(("DisruptionTarget", "True")))?.Describe(Key, "job-x"));



    private static FailurePolicyMatch? Find(PodFailurePolicyRule rule, PodStatus status) => FailurePolicyMatch.Find(Compile(rule), status);

    private static FailurePolicyMatch? Find(IEnumerable<PodFailurePolicyRule> rules, PodStatus status) =>
        FailurePolicyMatch.Find(Compile([.. rules]), status);

    private static CompiledFailurePolicy? Compile(params PodFailurePolicyRule[] rules) => StateOf(Job(1, 1).FailsBy(rules)).Spec.FailurePolicy;

    private static PodStatus Failed(params ContainerStatus[] containers) => new() { Phase = PodPhase.Failed, ContainerStatuses = containers };

    private static PodStatus Conditions(params (string Type, string Status)[] conditions) => new()
    {
        Phase = PodPhase.Failed,
        Conditions = [.. conditions.Select(condition => new PodCondition(condition.Type, new ConditionStatus(condition.Status)))],
    };

    private static ContainerStatus Ended(string name, int exitCode) => new() { Name = name, Terminated = new(exitCode, Second(1)) };
}

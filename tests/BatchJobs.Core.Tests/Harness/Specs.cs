using BatchJobs.Specs;

namespace BatchJobs.Core.Tests.Harness;

/// <summary>Job specs in few words; the rest is said with <c>with</c>.</summary>
internal static class Specs
{
    public static JobSpec Job(int completions, int parallelism) => new()
    {
        Completions = completions,
        Parallelism = parallelism,
        Template = new() { Spec = new() { RestartPolicy = RestartPolicy.Never } },
    };

    public static JobSpec Indexed(int completions, int parallelism) =>
        Job(completions, parallelism) with { CompletionMode = CompletionMode.Indexed };

    public static JobSpec WorkQueue(int parallelism) => Job(0, parallelism) with { Completions = null };

    public static JobSpec RestartOnFailure(this JobSpec spec) =>
        spec with { Template = new() { Spec = new() { RestartPolicy = RestartPolicy.OnFailure } } };

    public static JobSpec FailsBy(this JobSpec spec, params PodFailurePolicyRule[] rules) =>
        spec with { PodFailurePolicy = new() { Rules = rules } };

    public static JobSpec SucceedsBy(this JobSpec spec, params SuccessPolicyRule[] rules) =>
        spec with { SuccessPolicy = new() { Rules = rules } };

    public static PodFailurePolicyRule OnExitCode(this PodFailureAction action, params int[] codes) => new()
    {
        Action = action,
        OnExitCodes = new() { Operator = ExitCodeOperator.In, Values = codes },
    };

    public static PodFailurePolicyRule OnOtherExitCode(this PodFailureAction action, params int[] codes) => new()
    {
        Action = action,
        OnExitCodes = new() { Operator = ExitCodeOperator.NotIn, Values = codes },
    };

    public static PodFailurePolicyRule OnCondition(this PodFailureAction action, string type, ConditionStatus? status = null) => new()
    {
        Action = action,
        OnPodConditions = [new() { Type = type, Status = status }],
    };

    public static PodFailurePolicyRule OnDisruption(this PodFailureAction action) => action.OnCondition("DisruptionTarget");
}

using BatchJobs.Specs;

namespace BatchJobs.Resolution;

/// <summary>From a <see cref="PodFailurePolicy"/> to rules that can be asked directly.</summary>
internal static class FailurePolicyCompiler
{
    public static CompiledFailurePolicy? Compile(PodFailurePolicy? policy) => policy is null
        ? null
        : new CompiledFailurePolicy([.. (policy.Rules ?? []).Index().Select(rule => Compile(rule.Index, rule.Item)).OfType<CompiledFailureRule>()]);

    private static CompiledFailureRule? Compile(int number, PodFailurePolicyRule rule) => Effect(rule.Action) is { } effect
        ? new CompiledFailureRule(number, effect, Compile(rule.OnExitCodes), [.. (rule.OnPodConditions ?? []).Select(Compile)])
        : null;

    private static CompiledExitCodes? Compile(PodFailurePolicyOnExitCodesRequirement? requirement) => requirement is null
        ? null
        : new CompiledExitCodes(requirement.ContainerName, requirement.Operator == ExitCodeOperator.In, (requirement.Values ?? []).ToHashSet());

    private static (string Type, ConditionStatus Status) Compile(PodFailurePolicyOnPodConditionsPattern pattern) =>
        (pattern.Type ?? "", pattern.Status ?? ConditionStatus.True);

    private static FailureEffect? Effect(PodFailureAction? action) => action?.Value switch
    {
        "Count" => FailureEffect.Count,
        "Ignore" => FailureEffect.Ignore,
        "FailIndex" => FailureEffect.FailIndex,
        "FailJob" => FailureEffect.FailJob,
        _ => null,
    };
}

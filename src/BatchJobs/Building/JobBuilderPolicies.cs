using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Building;

/// <summary>When a Job fails or succeeds early: the steps of a <see cref="JobBuilder"/> about its policies.</summary>
/// <remarks>Rules on failed pods hold in the order in which they are written; the first that matches decides.</remarks>
public static class JobBuilderPolicies
{
    /// <summary>Fails the Job at once when a pod ends with one of these exit codes.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="exitCodes">The exit codes; not 0.</param>
    /// <returns>The builder with it.</returns>
    public static JobBuilder FailJobOn(this JobBuilder builder, params int[] exitCodes) => AddRule(builder, PodFailureAction.FailJob, exitCodes);

    /// <summary>Fails the index at once when its pod ends with one of these exit codes; needs a back-off limit per index.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="exitCodes">The exit codes; not 0.</param>
    /// <returns>The builder with it.</returns>
    public static JobBuilder FailIndexOn(this JobBuilder builder, params int[] exitCodes) => AddRule(builder, PodFailureAction.FailIndex, exitCodes);

    /// <summary>Retries without counting when a pod ends with one of these exit codes.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="exitCodes">The exit codes; not 0.</param>
    /// <returns>The builder with it.</returns>
    public static JobBuilder IgnoreFailuresWith(this JobBuilder builder, params int[] exitCodes) => AddRule(builder, PodFailureAction.Ignore, exitCodes);

    /// <summary>Retries without counting when a pod was ended by its surroundings, such as a lost host.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder with it.</returns>
    public static JobBuilder IgnoreDisruptions(this JobBuilder builder) => AddRule(builder, new PodFailurePolicyRule
    {
        Action = PodFailureAction.Ignore,
        OnPodConditions = [new PodFailurePolicyOnPodConditionsPattern { Type = PodConditionTypes.DisruptionTarget, Status = ConditionStatus.True }],
    });

    /// <summary>Completes an Indexed Job when so many indexes have succeeded, whichever they are.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="count">How many.</param>
    /// <returns>The builder with it.</returns>
    public static JobBuilder SucceedAfter(this JobBuilder builder, int count) => AddRule(builder, new SuccessPolicyRule { SucceededCount = count });

    /// <summary>Completes an Indexed Job when certain indexes have succeeded.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="indexes">The indexes, such as <c>0,2-4</c>.</param>
    /// <param name="count">How many of them are enough; null for all.</param>
    /// <returns>The builder with it.</returns>
    public static JobBuilder SucceedAfter(this JobBuilder builder, string indexes, int? count = null) =>
        AddRule(builder, new SuccessPolicyRule { SucceededIndexes = indexes, SucceededCount = count });

    private static JobBuilder AddRule(JobBuilder builder, PodFailureAction action, int[] exitCodes) => AddRule(builder, new PodFailurePolicyRule
    {
        Action = action,
        OnExitCodes = new PodFailurePolicyOnExitCodesRequirement { Operator = ExitCodeOperator.In, Values = [.. exitCodes.Order().Distinct()] },
    });

    private static JobBuilder AddRule(JobBuilder builder, PodFailurePolicyRule rule)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.With(spec => spec with { PodFailurePolicy = new PodFailurePolicy { Rules = [.. spec.PodFailurePolicy?.Rules ?? [], rule] } });
    }

    private static JobBuilder AddRule(JobBuilder builder, SuccessPolicyRule rule)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.With(spec => spec with { SuccessPolicy = new SuccessPolicy { Rules = [.. spec.SuccessPolicy?.Rules ?? [], rule] } });
    }
}

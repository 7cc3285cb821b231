using System.Globalization;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.State;

namespace BatchJobs.Rules;

/// <summary>Which pod failure rule a pod meets, and by what; the first rule that matches decides (KEP-3329).</summary>
internal readonly record struct FailurePolicyMatch(CompiledFailureRule Rule, string? Container, int ExitCode, string? ConditionType)
{
    /// <summary>The first rule a pod meets; null when none does.</summary>
    public static FailurePolicyMatch? FindFor(PodRecord pod, CompiledFailurePolicy? policy) => policy is null ? null : Find(policy, pod.Status);

    /// <summary>The first rule a status meets; null when none does.</summary>
    public static FailurePolicyMatch? Find(CompiledFailurePolicy? policy, PodStatus? status)
    {
        if (policy is null || status is null)
        {
            return null;
        }

        foreach (CompiledFailureRule rule in policy.Rules)
        {
            FailurePolicyMatch? match = rule.ExitCodes is { } codes ? ByExitCode(rule, codes, status) : ByCondition(rule, status);
            if (match is not null)
            {
                return match;
            }
        }

        return null;
    }

    /// <summary>What the pod's failure means; without a match it is counted.</summary>
    public static FailureEffect EffectOf(CompiledFailurePolicy? policy, PodStatus? status) =>
        Find(policy, status)?.Rule.Effect ?? FailureEffect.Count;

    /// <summary>The same of a pod, whose status is not even made where there is no policy.</summary>
    public static FailureEffect EffectFor(PodRecord pod, CompiledFailurePolicy? policy) =>
        FindFor(pod, policy)?.Rule.Effect ?? FailureEffect.Count;

    /// <summary>The message of the condition of a Job that fails by this match.</summary>
    public string Describe(JobKey job, string podName) => Container is null
        ? string.Create(CultureInfo.InvariantCulture, $"Pod {job.Namespace}/{podName} has condition {ConditionType} matching {Rule.Effect} rule at index {Rule.Number}")
        : string.Create(CultureInfo.InvariantCulture, $"Container {Container} for pod {job.Namespace}/{podName} failed with exit code {ExitCode} matching {Rule.Effect} rule at index {Rule.Number}");

    private static FailurePolicyMatch? ByExitCode(CompiledFailureRule rule, CompiledExitCodes codes, PodStatus status) =>
        ByExitCode(rule, codes, status.ContainerStatuses) ?? ByExitCode(rule, codes, status.InitContainerStatuses);

    private static FailurePolicyMatch? ByExitCode(CompiledFailureRule rule, CompiledExitCodes codes, IReadOnlyList<ContainerStatus> containers)
    {
        foreach (ContainerStatus container in containers)
        {
            if (container.Terminated is { ExitCode: not 0 } end
                && (codes.ContainerName is null || codes.ContainerName == container.Name)
                && codes.Values.Contains(end.ExitCode) == codes.In)
            {
                return new FailurePolicyMatch(rule, container.Name, end.ExitCode, null);
            }
        }

        return null;
    }

    private static FailurePolicyMatch? ByCondition(CompiledFailureRule rule, PodStatus status)
    {
        foreach (PodCondition condition in status.Conditions)
        {
            foreach ((string type, Specs.ConditionStatus wanted) in rule.Conditions)
            {
                if (condition.Type == type && condition.Status == wanted)
                {
                    return new FailurePolicyMatch(rule, null, 0, type);
                }
            }
        }

        return null;
    }
}

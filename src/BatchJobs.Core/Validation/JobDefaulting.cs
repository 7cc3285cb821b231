using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What the API server fills into a Job before it looks at it.</summary>
/// <remarks>Kubernetes: <c>SetDefaults_Job</c>.</remarks>
internal static class JobDefaulting
{
    public static Job Apply(Job job)
    {
        JobSpec spec = ApplyToTemplate(job.Spec);
        return job with
        {
            ApiVersion = "batch/v1",
            Kind = "Job",
            Metadata = job.Metadata.Labels is { Count: > 0 } ? job.Metadata : job.Metadata with { Labels = spec.Template.Metadata?.Labels },
            Spec = spec with
            {
                Completions = spec is { Completions: null, Parallelism: null } ? JobDefaults.Completions : spec.Completions,
                Parallelism = spec.Parallelism ?? JobDefaults.Parallelism,
                BackoffLimit = spec.BackoffLimit ?? (spec.BackoffLimitPerIndex is null ? JobDefaults.BackoffLimit : JobDefaults.BackoffLimitWithPerIndex),
                CompletionMode = spec.CompletionMode ?? CompletionMode.NonIndexed,
                Suspend = spec.Suspend ?? false,
                PodReplacementPolicy = spec.PodReplacementPolicy
                    ?? (spec.PodFailurePolicy is null ? PodReplacementPolicy.TerminatingOrFailed : PodReplacementPolicy.Failed),
                ManualSelector = spec.ManualSelector ?? false,
            },
        };
    }

    /// <summary>The few defaults that also hold inside a CronJob.</summary>
    public static JobSpec ApplyToTemplate(JobSpec spec) => spec with
    {
        Template = PodDefaults.Apply(spec.Template),
        PodFailurePolicy = spec.PodFailurePolicy is null ? null : Apply(spec.PodFailurePolicy),
    };

    private static PodFailurePolicy Apply(PodFailurePolicy policy) =>
        policy.Rules is null ? policy : policy with { Rules = [.. policy.Rules.Select(Apply)] };

    private static PodFailurePolicyRule Apply(PodFailurePolicyRule rule) => rule.OnPodConditions is null
        ? rule
        : rule with
        {
            OnPodConditions =
            [
                .. rule.OnPodConditions.Select(pattern => string.IsNullOrEmpty(pattern.Status?.Value) ? pattern with { Status = ConditionStatus.True } : pattern),
            ],
        };
}

using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What the spec of a Job must be like; in a CronJob everything but the selector.</summary>
internal static class JobSpecRules
{
    /// <summary>The whole spec of a Job.</summary>
    public static void Check(JobSpec spec, FieldErrors errors)
    {
        CheckTemplated("spec", spec, errors);
        if (spec.Selector is { } selector)
        {
            LabelSelectorRules.Check("spec.selector", selector, errors);
        }
        else
        {
            errors.Required("spec.selector");
        }

        if (LabelSelectorRules.Selects(spec.Selector, spec.Template.Metadata?.Labels) == false)
        {
            errors.InvalidValue("spec.template.metadata.labels", GoText.Json(spec.Template.Metadata?.Labels), "`selector` does not match template `labels`");
        }
    }

    /// <summary>What holds for the spec of a Job and for the Job template of a CronJob alike.</summary>
    public static void CheckTemplated(string field, JobSpec spec, FieldErrors errors)
    {
        errors.NotNegative($"{field}.parallelism", spec.Parallelism);
        errors.NotNegative($"{field}.completions", spec.Completions);
        errors.NotNegative($"{field}.activeDeadlineSeconds", spec.ActiveDeadlineSeconds);
        errors.NotNegative($"{field}.backoffLimit", spec.BackoffLimit);
        errors.NotNegative($"{field}.ttlSecondsAfterFinished", spec.TtlSecondsAfterFinished);
        errors.NotNegative($"{field}.backoffLimitPerIndex", spec.BackoffLimitPerIndex);
        errors.NotNegative($"{field}.maxFailedIndexes", spec.MaxFailedIndexes);
        if (spec is { MaxFailedIndexes: not null, BackoffLimitPerIndex: null })
        {
            errors.Required($"{field}.backoffLimitPerIndex", "when maxFailedIndexes is specified");
        }

        ManagedByRules.Check($"{field}.managedBy", spec.ManagedBy, errors);
        CompletionRules.Check(field, spec, errors);
        if (spec.PodFailurePolicy is not null)
        {
            PodFailurePolicyRules.Check($"{field}.podFailurePolicy", spec, errors);
        }

        if (spec.SuccessPolicy is not null)
        {
            SuccessPolicyRules.Check($"{field}.successPolicy", spec, errors);
        }

        CheckPodReplacementPolicy($"{field}.podReplacementPolicy", spec, errors);
        PodTemplateRules.Check($"{field}.template", spec.Template, errors);
        CheckRestartPolicy($"{field}.template.spec.restartPolicy", spec, errors);
    }

    private static void CheckPodReplacementPolicy(string field, JobSpec spec, FieldErrors errors)
    {
        if (spec.PodReplacementPolicy is not { } policy || policy == PodReplacementPolicy.Failed)
        {
            return;
        }

        if (spec.PodFailurePolicy is not null)
        {
            errors.NotSupported(field, policy.Value, "Failed");
        }
        else if (policy != PodReplacementPolicy.TerminatingOrFailed)
        {
            errors.NotSupported(field, policy.Value, "Failed", "TerminatingOrFailed");
        }
    }

    private static void CheckRestartPolicy(string field, JobSpec spec, FieldErrors errors)
    {
        string policy = spec.Template.Spec.RestartPolicy?.Value ?? "";
        switch (policy)
        {
            case "" or "Always":
                errors.Required(field, "valid values: \"OnFailure\", \"Never\"");
                break;
            case "OnFailure" when spec.PodFailurePolicy is not null:
                errors.Invalid(field, policy, "only \"Never\" is supported when podFailurePolicy is specified");
                break;
            case "OnFailure" or "Never":
                break;
            default:
                errors.NotSupported(field, policy, "OnFailure", "Never");
                break;
        }
    }
}

using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What a change may do to a Job.</summary>
/// <remarks>Kubernetes: <c>ValidateJobUpdate</c>. Everything that is not named here may change.</remarks>
internal static class JobUpdateRules
{
    private const string Immutable = "field is immutable";

    public static void Check(Job old, Job changed, FieldErrors errors)
    {
        MetadataUpdateRules.Check(old.Metadata, changed.Metadata, errors);
        MetadataRules.CheckFinalizerNames(changed.Metadata.Finalizers ?? [], errors);
        JobSpecRules.Check(changed.Spec, errors);
        CheckCompletions(old.Spec, changed.Spec, errors);
        Check("spec.selector", old.Spec, changed.Spec, spec => LabelSelectorRules.Json(spec.Selector), errors);
        PodTemplateUpdateRules.Check(old, changed.Spec, errors);
        Check("spec.completionMode", old.Spec, changed.Spec, spec => spec.CompletionMode is { } mode ? GoText.Quote(mode.Value) : "null", errors);
        Check("spec.podFailurePolicy", old.Spec, changed.Spec, spec => PodFailurePolicyRules.Json(spec.PodFailurePolicy), errors);
        Check("spec.backoffLimitPerIndex", old.Spec, changed.Spec, spec => GoText.Json(spec.BackoffLimitPerIndex), errors);
        Check("spec.managedBy", old.Spec, changed.Spec, spec => spec.ManagedBy is { } managedBy ? GoText.Quote(managedBy) : "null", errors);
        Check("spec.successPolicy", old.Spec, changed.Spec, spec => SuccessPolicyRules.Json(spec.SuccessPolicy), errors);
    }

    /// <summary>What is shown the same is the same; an empty list is shown like none.</summary>
    private static void Check(string field, JobSpec old, JobSpec changed, Func<JobSpec, string> show, FieldErrors errors)
    {
        string shown = show(changed);
        if (Comparable(shown) != Comparable(show(old)))
        {
            errors.InvalidValue(field, shown, Immutable);
        }
    }

    private static string Comparable(string shown) => shown.Replace(":[]", ":null", StringComparison.Ordinal);

    /// <summary>An Indexed Job may grow and shrink, but only together with its parallelism (KEP-3715).</summary>
    private static void CheckCompletions(JobSpec old, JobSpec changed, FieldErrors errors)
    {
        if (old.Completions == changed.Completions)
        {
            return;
        }

        if (changed.CompletionMode != CompletionMode.Indexed)
        {
            errors.Invalid("spec.completions", changed.Completions, Immutable);
        }
        else if (changed.Completions is not null && changed.Completions != changed.Parallelism)
        {
            errors.Invalid("spec.completions", changed.Completions, "can only be modified in tandem with spec.parallelism");
        }
    }
}

using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>Turns what a user wrote into a valid Job with all defaults, or says what is wrong with it.</summary>
public static class JobAdmission
{
    /// <summary>Judges a new Job.</summary>
    /// <param name="job">The Job as its user wrote it.</param>
    /// <param name="context">What the engine gives to it.</param>
    /// <returns>The Job with all defaults, or what is wrong with it.</returns>
    public static AdmissionResult<Job> Create(Job job, AdmissionContext context)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(context);
        if (MetadataPreparation.Refusal(job.Metadata, context) is { } refusal)
        {
            return Admission.Refused(job, refusal);
        }

        Job defaulted = JobDefaulting.Apply(job);
        (ObjectMeta metadata, IReadOnlyList<string> warnings) = MetadataPreparation.Apply(defaulted.Metadata, context);
        Job prepared = GeneratedSelector.Apply(defaulted with { Metadata = metadata, Status = null });

        // The server copies the template's labels to a Job without labels before it adds its own, and then shares one map between them.
        bool sharesLabels = job.Metadata.Labels is not { Count: > 0 } && job.Spec.Template.Metadata?.Labels is not null;
        prepared = sharesLabels ? WithTemplateLabels(prepared) : prepared;

        var errors = new FieldErrors();
        JobValidator.Check(prepared, prefixedLabels: true, errors);
        Job result = prepared.Metadata.Labels is { Count: > 0 } ? prepared : WithTemplateLabels(prepared);
        if (errors.Count == 0 && MetadataPreparation.StorageRefusal(job.Metadata, context) is { } storageRefusal)
        {
            return Admission.Refused(job, storageRefusal);
        }

        return Admission.Answer(result, "Job", result.Metadata.Name, errors.All, [.. warnings, .. JobWarnings.For(result)]);
    }

    private static Job WithTemplateLabels(Job job) => job with { Metadata = job.Metadata with { Labels = job.Spec.Template.Metadata?.Labels } };
}

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
        if (NullRules.Refusal(job) is { } incomplete)
        {
            return incomplete;
        }

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
        BackoffAnnotation.Check("metadata", prepared.Metadata, errors);
        Job result = prepared.Metadata.Labels is { Count: > 0 } ? prepared : WithTemplateLabels(prepared);
        if (errors.Count == 0 && MetadataPreparation.StorageRefusal(job.Metadata, context) is { } storageRefusal)
        {
            return Admission.Refused(job, storageRefusal);
        }

        return Admission.Answer(result, "Job", result.Metadata.Name, errors.All, [.. warnings, .. JobWarnings.For(result)]);
    }

    /// <summary>Judges a Job that is to take the place of another.</summary>
    /// <param name="current">The stored Job.</param>
    /// <param name="changed">The Job as its user wants it; a uid or resourceVersion it brings must be that of the stored one.</param>
    /// <returns>The Job with all defaults and the status of the stored one, or what is wrong with it.</returns>
    /// <remarks>Kubernetes: <c>PUT</c>.</remarks>
    public static AdmissionResult<Job> Replace(Job current, Job changed)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(changed);
        return NullRules.Refusal(changed)
            ?? (UpdatePreparation.Conflict("jobs", current.Metadata, changed.Metadata) is { } conflict ? Admission.Refused(changed, conflict) : Change(current, changed));
    }

    /// <summary>Judges a change of parts of a Job.</summary>
    /// <param name="current">The stored Job.</param>
    /// <param name="changed">The stored Job with the changes.</param>
    /// <returns>The Job with all defaults and the status of the stored one, or what is wrong with it.</returns>
    /// <remarks>Kubernetes: <c>PATCH</c>.</remarks>
    public static AdmissionResult<Job> Update(Job current, Job changed)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(changed);
        return NullRules.Refusal(changed) ?? Change(current, changed);
    }

    /// <summary>Judges a change of the status of a Job; what else differs is left as it is.</summary>
    /// <param name="current">The stored Job.</param>
    /// <param name="changed">The stored Job with another status.</param>
    /// <returns>The stored Job with the new status, or what is wrong with it.</returns>
    /// <remarks>Kubernetes: the <c>status</c> subresource.</remarks>
    public static AdmissionResult<Job> UpdateStatus(Job current, Job changed)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(changed);
        if (NullRules.Refusal(changed) is { } incomplete)
        {
            return incomplete;
        }

        if (UpdatePreparation.Refusal("jobs", current.Metadata, changed.Metadata) is { } refusal)
        {
            return Admission.Refused(changed, refusal);
        }

        (ObjectMeta metadata, IReadOnlyList<string> warnings) = UpdatePreparation.Apply(current.Metadata, changed.Metadata, specChanged: false);
        Job prepared = current with { Metadata = metadata, Status = changed.Status };
        var errors = new FieldErrors();
        MetadataRules.CheckCommon(metadata, errors);
        MetadataUpdateRules.Check(current.Metadata, metadata, errors);
        MetadataUpdateRules.Check(current.Metadata, metadata, errors);
        StatusRules.Check(current, prepared, errors);
        StatusUpdateRules.Check(current, prepared, errors);
        return Admission.Answer(prepared, "Job", metadata.Name, errors.All, warnings);
    }

    private static AdmissionResult<Job> Change(Job current, Job changed)
    {
        if (UpdatePreparation.Refusal("jobs", current.Metadata, changed.Metadata) is { } refusal)
        {
            return Admission.Refused(changed, refusal);
        }

        Job defaulted = JobDefaulting.Apply(changed);
        bool specChanged = !SemanticEquality.AreEqual(JobDefaulting.Apply(current).Spec, defaulted.Spec, SpecJson.Default.JobSpec);
        (ObjectMeta metadata, IReadOnlyList<string> warnings) = UpdatePreparation.Apply(current.Metadata, defaulted.Metadata, specChanged);
        Job prepared = defaulted with { Metadata = metadata, Status = current.Status };

        var errors = new FieldErrors();
        MetadataRules.CheckCommon(metadata, errors);
        MetadataUpdateRules.Check(current.Metadata, metadata, errors);
        JobValidator.Check(prepared, HasPrefixedLabels(current), errors);
        JobUpdateRules.Check(current, prepared, errors);
        BackoffAnnotation.Check("metadata", metadata, errors);
        return Admission.Answer(prepared, "Job", metadata.Name, errors.All, [.. warnings, .. specChanged ? JobWarnings.For(prepared) : []]);
    }

    private static bool HasPrefixedLabels(Job job) => job.Spec.Template.Metadata?.Labels is { } labels
        && labels.ContainsKey(JobLabels.ControllerUid) && labels.ContainsKey(JobLabels.JobName);

    private static Job WithTemplateLabels(Job job) => job with { Metadata = job.Metadata with { Labels = job.Spec.Template.Metadata?.Labels } };
}

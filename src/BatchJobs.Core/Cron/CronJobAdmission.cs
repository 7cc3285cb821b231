using System.Globalization;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Cron;

/// <summary>Turns what a user wrote into a valid CronJob with all defaults, or says what is wrong with it.</summary>
public static class CronJobAdmission
{
    /// <summary>The names of its Jobs are longer by 11 characters and must fit into a label.</summary>
    private const int MaxName = 52;

    private const string Resource = "cronjobs";

    /// <summary>Judges a new CronJob.</summary>
    /// <param name="cronJob">The CronJob as its user wrote it.</param>
    /// <param name="context">What the engine gives to it.</param>
    /// <returns>The CronJob with all defaults, or what is wrong with it.</returns>
    public static AdmissionResult<CronJob> Create(CronJob cronJob, AdmissionContext context)
    {
        ArgumentNullException.ThrowIfNull(cronJob);
        ArgumentNullException.ThrowIfNull(context);
        if (NullRules.Refusal(cronJob) is { } incomplete)
        {
            return incomplete;
        }

        if (MetadataPreparation.Refusal(cronJob.Metadata, context) is { } refusal)
        {
            return Admission.Refused(cronJob, refusal);
        }

        (ObjectMeta metadata, IReadOnlyList<string> warnings) = MetadataPreparation.Apply(cronJob.Metadata, context);
        CronJob prepared = CronJobDefaulting.Apply(cronJob) with { Metadata = metadata, Status = null };
        var errors = new FieldErrors();
        MetadataRules.Check(prepared.Metadata, errors);
        CronJobRules.Check(prepared.Spec, old: null, errors);
        CheckAnnotations(prepared, errors);
        if (NameRules.Length(metadata.Name ?? "") > MaxName)
        {
            errors.Invalid("metadata.name", metadata.Name, string.Create(CultureInfo.InvariantCulture, $"must be no more than {MaxName} characters"));
        }

        if (errors.Count == 0 && MetadataPreparation.StorageRefusal(cronJob.Metadata, context) is { } storageRefusal)
        {
            return Admission.Refused(cronJob, storageRefusal);
        }

        return Admission.Answer(prepared, "CronJob", metadata.Name, errors.All, [.. warnings, .. Warnings(prepared)]);
    }

    /// <summary>Judges a CronJob that is to take the place of another.</summary>
    /// <param name="current">The stored CronJob.</param>
    /// <param name="changed">The CronJob as its user wants it; a uid or resourceVersion it brings must be that of the stored one.</param>
    /// <returns>The CronJob with all defaults and the status of the stored one, or what is wrong with it.</returns>
    /// <remarks>Kubernetes: <c>PUT</c>.</remarks>
    public static AdmissionResult<CronJob> Replace(CronJob current, CronJob changed)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(changed);
        return NullRules.Refusal(changed)
            ?? (UpdatePreparation.Conflict(Resource, current.Metadata, changed.Metadata) is { } conflict ? Admission.Refused(changed, conflict) : Change(current, changed));
    }

    /// <summary>Judges a change of parts of a CronJob.</summary>
    /// <param name="current">The stored CronJob.</param>
    /// <param name="changed">The stored CronJob with the changes.</param>
    /// <returns>The CronJob with all defaults and the status of the stored one, or what is wrong with it.</returns>
    /// <remarks>Kubernetes: <c>PATCH</c>.</remarks>
    public static AdmissionResult<CronJob> Update(CronJob current, CronJob changed)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(changed);
        return NullRules.Refusal(changed) ?? Change(current, changed);
    }

    private static AdmissionResult<CronJob> Change(CronJob current, CronJob changed)
    {
        if (UpdatePreparation.Refusal(Resource, current.Metadata, changed.Metadata) is { } refusal)
        {
            return Admission.Refused(changed, refusal);
        }

        CronJob defaulted = CronJobDefaulting.Apply(changed);
        bool specChanged = !SemanticEquality.AreEqual(CronJobDefaulting.Apply(current).Spec, defaulted.Spec, SpecJson.Default.CronJobSpec);
        (ObjectMeta metadata, IReadOnlyList<string> warnings) = UpdatePreparation.Apply(current.Metadata, defaulted.Metadata, specChanged);
        CronJob prepared = defaulted with { Metadata = metadata, Status = current.Status };
        var errors = new FieldErrors();
        MetadataRules.CheckCommon(metadata, errors);
        MetadataUpdateRules.Check(current.Metadata, metadata, errors);
        MetadataUpdateRules.Check(current.Metadata, metadata, errors);
        MetadataRules.CheckFinalizerNames(metadata.Finalizers ?? [], errors);
        CronJobRules.Check(prepared.Spec, current.Spec, errors);
        CheckAnnotations(prepared, errors);
        return Admission.Answer(prepared, "CronJob", metadata.Name, errors.All, [.. warnings, .. specChanged ? UpdateWarnings(prepared) : []]);
    }

    /// <summary>It and the Jobs to come have annotations that can be read.</summary>
    private static void CheckAnnotations(CronJob cronJob, FieldErrors errors)
    {
        CatchUpAnnotation.Check(cronJob.Metadata, errors);
        BackoffAnnotation.Check("spec.jobTemplate.metadata", cronJob.Spec.JobTemplate.Metadata, errors);
    }

    private static IEnumerable<string> UpdateWarnings(CronJob cronJob) => CronJobRules.HasZone(cronJob.Spec.Schedule ?? "")
        ? [.. Warnings(cronJob), "cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details"]
        : Warnings(cronJob);

    private static IEnumerable<string> Warnings(CronJob cronJob) =>
    [
        .. JobWarnings.ForName(cronJob.Metadata.Name ?? ""),
        .. PodTemplateWarnings.For("spec.jobTemplate.spec.template", cronJob.Spec.JobTemplate.Spec.Template),
    ];
}

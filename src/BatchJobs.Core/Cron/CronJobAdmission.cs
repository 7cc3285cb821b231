using System.Globalization;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Cron;

/// <summary>Turns what a user wrote into a valid CronJob with all defaults, or says what is wrong with it.</summary>
public static class CronJobAdmission
{
    /// <summary>The names of its Jobs are longer by 11 characters and must fit into a label.</summary>
    private const int MaxName = 52;

    /// <summary>Judges a new CronJob.</summary>
    /// <param name="cronJob">The CronJob as its user wrote it.</param>
    /// <param name="context">What the engine gives to it.</param>
    /// <returns>The CronJob with all defaults, or what is wrong with it.</returns>
    public static AdmissionResult<CronJob> Create(CronJob cronJob, AdmissionContext context)
    {
        ArgumentNullException.ThrowIfNull(cronJob);
        ArgumentNullException.ThrowIfNull(context);
        if (MetadataPreparation.Refusal(cronJob.Metadata, context) is { } refusal)
        {
            return Admission.Refused(cronJob, refusal);
        }

        (ObjectMeta metadata, IReadOnlyList<string> warnings) = MetadataPreparation.Apply(cronJob.Metadata, context);
        CronJob prepared = CronJobDefaulting.Apply(cronJob) with { Metadata = metadata, Status = null };
        var errors = new FieldErrors();
        MetadataRules.Check(prepared.Metadata, errors);
        CronJobRules.Check(prepared.Spec, old: null, errors);
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

    private static IEnumerable<string> Warnings(CronJob cronJob) =>
    [
        .. JobWarnings.ForName(cronJob.Metadata.Name ?? ""),
        .. PodTemplateWarnings.For("spec.jobTemplate.spec.template", cronJob.Spec.JobTemplate.Spec.Template),
    ];
}

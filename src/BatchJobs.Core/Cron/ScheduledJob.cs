using System.Globalization;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Cron;

/// <summary>The Job of one run, as its CronJob's template and the activation make it.</summary>
internal static class ScheduledJob
{
    /// <summary>The annotation that carries the scheduled time (KEP-4026).</summary>
    public const string TimestampAnnotation = "batch.kubernetes.io/cronjob-scheduled-timestamp";

    private const string ApiVersion = "batch/v1";

    /// <summary>A name of a CronJob has at most 52 characters (<c>CronJobAdmission</c>).</summary>
    private const int NameBuffer = 80;

    /// <summary>The name of the Job, which follows from the minute of the activation.</summary>
    public static string NameOf(JobKey cronJob, DateTimeOffset scheduled) =>
        string.Create(CultureInfo.InvariantCulture, stackalloc char[NameBuffer], $"{cronJob.Name}-{scheduled.ToUnixTimeSeconds() / 60}");

    public static Job Of(CronJobState state, string name, DateTimeOffset scheduled)
    {
        JobTemplateSpec template = state.Spec.Source.JobTemplate;
        return new Job
        {
            ApiVersion = ApiVersion,
            Kind = "Job",
            Metadata = new ObjectMeta
            {
                Name = name,
                Namespace = state.Key.Namespace,
                Labels = template.Metadata?.Labels,
                Annotations = With(template.Metadata?.Annotations, Timestamp(scheduled, state.Spec.StampZone)),
                OwnerReferences = state.OwnerReferences,
            },
            Spec = template.Spec,
        };
    }

    /// <summary>What every Job of a CronJob says of its owner.</summary>
    public static OwnerReference OwnerReferenceTo(JobKey cronJob, Guid uid) => new()
    {
        ApiVersion = ApiVersion,
        Kind = "CronJob",
        Name = cronJob.Name,
        Uid = uid.ToString(),
        Controller = true,
        BlockOwnerDeletion = true,
    };

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string>? annotations, string timestamp) => annotations is null
        ? new(capacity: 1) { [TimestampAnnotation] = timestamp }
        : new(annotations) { [TimestampAnnotation] = timestamp };

    /// <summary>RFC 3339, in which an offset of zero is written Z.</summary>
    private static string Timestamp(DateTimeOffset scheduled, TimeZoneInfo zone)
    {
        DateTimeOffset local = ReferenceEquals(zone, TimeZoneInfo.Utc) ? scheduled : TimeZoneInfo.ConvertTime(scheduled, zone);
        return local.Offset == TimeSpan.Zero ? ApiTime.Format(local) : local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
    }
}

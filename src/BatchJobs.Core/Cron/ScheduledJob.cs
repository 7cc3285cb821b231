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

    /// <summary>The name of the Job, which follows from the minute of the activation.</summary>
    public static string NameOf(JobKey cronJob, DateTimeOffset scheduled) =>
        string.Create(CultureInfo.InvariantCulture, $"{cronJob.Name}-{scheduled.ToUnixTimeSeconds() / 60}");

    public static Job Of(CronJobState state, DateTimeOffset scheduled)
    {
        JobTemplateSpec template = state.Spec.Source.JobTemplate;
        return new Job
        {
            ApiVersion = ApiVersion,
            Kind = "Job",
            Metadata = new ObjectMeta
            {
                Name = NameOf(state.Key, scheduled),
                Namespace = state.Key.Namespace,
                Labels = template.Metadata?.Labels,
                Annotations = new Dictionary<string, string>(template.Metadata?.Annotations ?? new Dictionary<string, string>())
                {
                    [TimestampAnnotation] = Timestamp(scheduled, state.Spec.StampZone),
                },
                OwnerReferences = [OwnerReferenceTo(state)],
            },
            Spec = template.Spec,
        };
    }

    private static OwnerReference OwnerReferenceTo(CronJobState state) => new()
    {
        ApiVersion = ApiVersion,
        Kind = "CronJob",
        Name = state.Key.Name,
        Uid = state.Uid.ToString(),
        Controller = true,
        BlockOwnerDeletion = true,
    };

    /// <summary>RFC 3339, in which an offset of zero is written Z.</summary>
    private static string Timestamp(DateTimeOffset scheduled, TimeZoneInfo zone)
    {
        DateTimeOffset local = TimeZoneInfo.ConvertTime(scheduled, zone);
        return local.ToString(local.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
    }
}

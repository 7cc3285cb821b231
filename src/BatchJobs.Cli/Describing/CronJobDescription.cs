using System.Globalization;
using BatchJobs.Cli.Reporting;
using BatchJobs.Client;
using BatchJobs.Cron;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Describing;

/// <summary>A CronJob in full, with its next runs and its Jobs.</summary>
internal static class CronJobDescription
{
    private const int ShownRuns = 3;

    public static IReadOnlyList<string> Of(CronJob cronJob, IReadOnlyList<Job> jobs, IReadOnlyList<JobEventEntry> events, DateTimeOffset now)
    {
        CronJobSpec spec = cronJob.Spec;
        Description text = new Description()
            .Field("Name", cronJob.Metadata.Name)
            .Field("Namespace", cronJob.Metadata.Namespace)
            .Field("Labels", cronJob.Metadata.Labels)
            .Field("Annotations", cronJob.Metadata.Annotations)
            .Field("Schedule", spec.Schedule)
            .Field("Time Zone", spec.TimeZone ?? "<unset>")
            .Field("Concurrency Policy", spec.ConcurrencyPolicy?.ToString())
            .Field("Suspend", spec.Suspend == true ? "True" : "False")
            .Field("Successful Job History Limit", spec.SuccessfulJobsHistoryLimit)
            .Field("Failed Job History Limit", spec.FailedJobsHistoryLimit)
            .Field("Starting Deadline Seconds", spec.StartingDeadlineSeconds is { } deadline ? string.Create(CultureInfo.InvariantCulture, $"{deadline}s") : "<unset>")
            .Field("Last Schedule Time", cronJob.Status?.LastScheduleTime)
            .Field("Last Successful Time", cronJob.Status?.LastSuccessfulTime)
            .Field("Active Jobs", cronJob.Status?.Active is { Count: > 0 } active ? string.Join(", ", active.Select(job => job.Name)) : "<none>")
            .Field("Next Runs", spec.Suspend == true ? "none while it is suspended" : NextRuns(spec, now));
        PodTemplateDescription.Write(text, spec.JobTemplate.Spec.Template);
        text.Section("Jobs", Tables.JobHeader(wide: false), jobs.OrderBy(job => job.Metadata.CreationTimestamp).Select(job => Tables.Row(job, wide: false, now)));
        return text.Events(events, now).Lines;
    }

    private static string NextRuns(CronJobSpec spec, DateTimeOffset now)
    {
        if (!CronSchedule.TryParse(spec.Schedule ?? "", out CronSchedule? schedule, out string? error)
            || !CronTimeZone.TryLoad(spec.TimeZone ?? "UTC", out TimeZoneInfo? zone, out error))
        {
            return $"none: {error}";
        }

        TimeZoneInfo place = spec.TimeZone is null ? TimeZoneInfo.Local : zone ?? TimeZoneInfo.Local;
        List<string> runs = [];
        while (runs.Count < ShownRuns && schedule.Next(now, place) is { } next)
        {
            runs.Add(Description.Time(next));
            now = next;
        }

        return runs.Count == 0 ? "none: the schedule is never due" : string.Join("; ", runs);
    }
}

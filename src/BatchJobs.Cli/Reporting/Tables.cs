using System.Globalization;
using BatchJobs.Client;
using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Reporting;

/// <summary>The rows of <c>get</c> in kubectl's columns.</summary>
internal static class Tables
{
    private const string None = "<none>";

    public static string[] JobHeader(bool wide) =>
        ["NAME", "STATUS", "COMPLETIONS", "DURATION", "AGE", .. wide ? (string[])["CONTAINERS", "IMAGES", "SELECTOR"] : []];

    public static string[] Row(Job job, bool wide, DateTimeOffset now) =>
    [
        job.Metadata.Name!,
        job.StatusWord(),
        job.Completions(),
        job.Duration(now) is { } duration ? HumanDuration.Format(duration) : "",
        Age(job.Metadata.CreationTimestamp, now),
        .. wide ? [.. Containers(job.Spec), Labels(job.Spec.Selector?.MatchLabels)] : (string[])[],
    ];

    public static string[] CronJobHeader(bool wide) =>
        ["NAME", "SCHEDULE", "TIMEZONE", "SUSPEND", "ACTIVE", "LAST SCHEDULE", "AGE", .. wide ? (string[])["CONTAINERS", "IMAGES", "SELECTOR"] : []];

    public static string[] Row(CronJob cronJob, bool wide, DateTimeOffset now) =>
    [
        cronJob.Metadata.Name!,
        cronJob.Spec.Schedule ?? "",
        cronJob.Spec.TimeZone ?? None,
        cronJob.Spec.Suspend == true ? "True" : "False",
        Number(cronJob.Status?.Active?.Count ?? 0),
        cronJob.Status?.LastScheduleTime is { } last ? Age(last, now) : None,
        Age(cronJob.Metadata.CreationTimestamp, now),
        .. wide ? [.. Containers(cronJob.Spec.JobTemplate.Spec), None] : (string[])[],
    ];

    public static string[] PodHeader(bool wide) =>
        ["NAME", "READY", "STATUS", "RESTARTS", "AGE", .. wide ? (string[])["JOB", "INDEX", "EXIT", "DURATION"] : []];

    public static string[] Row(Job job, JobPod pod, bool wide, DateTimeOffset now)
    {
        IReadOnlyList<ContainerStatus> containers = pod.Status.ContainerStatuses;
        int all = Math.Max(containers.Count, job.Spec.Template.Spec.Containers?.Count ?? 0);
        return
        [
            pod.Name,
            string.Create(CultureInfo.InvariantCulture, $"{containers.Count(container => container.Ready)}/{all}"),
            pod.StatusWord(),
            Number(containers.Sum(container => container.RestartCount)),
            Age(pod.CreationTimestamp, now),
            .. wide ? [job.Metadata.Name!, pod.Index is { } index ? Number(index) : None, pod.ExitCode() is { } code ? Number(code) : None, HumanDuration.Format(pod.Duration(now))] : (string[])[],
        ];
    }

    public static string Age(DateTimeOffset? since, DateTimeOffset now) => since is { } time ? HumanDuration.Format(now - time) : "<unknown>";

    public static string Labels(IReadOnlyDictionary<string, string>? labels) =>
        labels is { Count: > 0 } ? string.Join(',', labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}")) : None;

    private static string[] Containers(JobSpec spec) =>
    [
        string.Join(',', (spec.Template.Spec.Containers ?? []).Select(container => container.Name)),
        string.Join(',', (spec.Template.Spec.Containers ?? []).Select(container => container.Image)),
    ];

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

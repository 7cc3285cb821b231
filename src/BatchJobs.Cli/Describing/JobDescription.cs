using System.Globalization;
using BatchJobs.Cli.Reporting;
using BatchJobs.Client;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Describing;

/// <summary>A Job in full, in the order of <c>kubectl describe job</c>, and what kubectl does not know: attempts, and what comes next and why.</summary>
internal static class JobDescription
{
    private const int ShownAttempts = 20;
    private const int ShownDecisions = 10;

    public static IReadOnlyList<string> Of(Job job, IReadOnlyList<JobPod> pods, JobExplanation explanation, IReadOnlyList<JobEventEntry> events, DateTimeOffset now)
    {
        Description text = new();
        DescribeSpec(text, job);
        DescribeStatus(text, job, now);
        PodTemplateDescription.Write(text, job.Spec.Template);
        PolicyDescription.Write(text, job, explanation);
        text.Section("Conditions", ["TYPE", "STATUS", "REASON", "SINCE", "MESSAGE"], (job.Status?.Conditions ?? []).Select(condition => Row(condition, now)));
        text.Section("Attempts", ["POD", "INDEX", "STATUS", "EXIT", "DURATION", "CAUSE"], pods.TakeLast(ShownAttempts).Select(pod => Row(pod, now)));
        text.Section("Decisions", ["TIME", "ACTION", "RULE", "WHY"], explanation.Decisions.TakeLast(ShownDecisions).Select(Row));
        text.Field("Next", explanation.NextInstant is { } next && next > now
            ? $"{Description.Time(next)} (in {HumanDuration.Format(next - now)})"
            : null);
        text.Field("Waiting For", explanation.WaitingFor);
        return text.Events(events, now).Lines;
    }

    public static string[] Row(JobDecision decision) =>
        [decision.Time.ToString("HH:mm:ss", CultureInfo.InvariantCulture), decision.Action, decision.Rule, decision.Message];

    private static void DescribeSpec(Description text, Job job)
    {
        JobSpec spec = job.Spec;
        text.Field("Name", job.Metadata.Name)
            .Field("Namespace", job.Metadata.Namespace)
            .Field("Selector", Tables.Labels(spec.Selector?.MatchLabels))
            .Field("Labels", job.Metadata.Labels)
            .Field("Annotations", job.Metadata.Annotations)
            .Field("Controlled By", job.Metadata.OwnerReferences?.FirstOrDefault(owner => owner.Controller == true) is { } owner ? $"{owner.Kind}/{owner.Name}" : null)
            .Field("Parallelism", spec.Parallelism)
            .Field("Completions", spec.Completions is { } completions ? completions.ToString(CultureInfo.InvariantCulture) : "<unset>")
            .Field("Completion Mode", spec.CompletionMode?.ToString())
            .Field("Suspend", spec.Suspend == true ? "true" : "false")
            .Field("Backoff Limit", spec.BackoffLimitPerIndex is null ? spec.BackoffLimit : null)
            .Field("Backoff Limit Per Index", spec.BackoffLimitPerIndex)
            .Field("Max Failed Indexes", spec.MaxFailedIndexes)
            .Field("Active Deadline Seconds", spec.ActiveDeadlineSeconds)
            .Field("TTL Seconds After Finished", spec.TtlSecondsAfterFinished);
    }

    private static void DescribeStatus(Description text, Job job, DateTimeOffset now)
    {
        JobStatus status = job.Status ?? new JobStatus();
        text.Field("Status", job.StatusWord())
            .Field("Start Time", status.StartTime)
            .Field("Completed At", status.CompletionTime)
            .Field("Duration", job.Duration(now) is { } duration ? HumanDuration.Format(duration) : null)
            .Field("Pods Statuses", string.Create(
                CultureInfo.InvariantCulture,
                $"{status.Active ?? 0} Active ({status.Ready ?? 0} Ready) / {status.Succeeded ?? 0} Succeeded / {status.Failed ?? 0} Failed"))
            .Field("Completed Indexes", status.CompletedIndexes is { Length: > 0 } completed ? completed : null)
            .Field("Failed Indexes", status.FailedIndexes is { Length: > 0 } failed ? failed : null);
    }

    private static string[] Row(JobCondition condition, DateTimeOffset now) =>
    [
        condition.Type ?? "",
        condition.Status?.ToString() ?? "",
        condition.Reason ?? "",
        Tables.Age(condition.LastTransitionTime, now),
        condition.Message ?? "",
    ];

    private static string[] Row(JobPod pod, DateTimeOffset now) =>
    [
        pod.Name,
        pod.Index?.ToString(CultureInfo.InvariantCulture) ?? "",
        pod.StatusWord(),
        pod.ExitCode()?.ToString(CultureInfo.InvariantCulture) ?? "",
        HumanDuration.Format(pod.Duration(now)),
        pod.Status.Phase == Pods.PodPhase.Failed ? pod.FailureText() : "",
    ];
}

using System.Globalization;
using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Reporting;

/// <summary>A Job in the words of <c>kubectl get job</c>.</summary>
internal static class JobWords
{
    /// <summary>The name, with its namespace where that is not the default one.</summary>
    public static string Display(this JobKey key) =>
        string.Equals(key.Namespace, JobKey.DefaultNamespace, StringComparison.Ordinal) ? key.Name : key.ToString();

    public static JobCondition? TrueCondition(this Job job, string type) =>
        job.FindCondition(type) is { } condition && condition.Status == ConditionStatus.True ? condition : null;

    /// <summary>Whether the Job is suspended and the last of its pods has ended.</summary>
    public static bool IsAtRest(this Job job) =>
        job.TrueCondition(JobConditionTypes.Suspended) is not null && (job.Status!.Active ?? 0) + (job.Status.Terminating ?? 0) == 0;

    /// <summary>Whether nothing more comes of the Job unless somebody changes it.</summary>
    public static bool HasEnded(this Job job) => job.IsFinished() || job.IsAtRest();

    /// <summary>The STATUS column.</summary>
    public static string StatusWord(this Job job) =>
        job.IsComplete() ? JobConditionTypes.Complete
        : job.IsFailed() ? JobConditionTypes.Failed
        : job.Metadata.DeletionTimestamp is not null ? "Terminating"
        : job.TrueCondition(JobConditionTypes.Suspended) is not null ? JobConditionTypes.Suspended
        : job.TrueCondition(JobConditionTypes.FailureTarget) is not null ? JobConditionTypes.FailureTarget
        : job.TrueCondition(JobConditionTypes.SuccessCriteriaMet) is not null ? JobConditionTypes.SuccessCriteriaMet
        : "Running";

    /// <summary>The COMPLETIONS column.</summary>
    public static string Completions(this Job job)
    {
        int succeeded = job.Status?.Succeeded ?? 0;
        int parallelism = job.Spec.Parallelism ?? 0;
        return job.Spec.Completions is int completions ? string.Create(CultureInfo.InvariantCulture, $"{succeeded}/{completions}")
            : parallelism > 1 ? string.Create(CultureInfo.InvariantCulture, $"{succeeded}/1 of {parallelism}")
            : string.Create(CultureInfo.InvariantCulture, $"{succeeded}/1");
    }

    /// <summary>How long the Job has been active; until its end if it has finished.</summary>
    public static TimeSpan? Duration(this Job job, DateTimeOffset now)
    {
        DateTimeOffset end = job.Status?.CompletionTime
            ?? job.TrueCondition(JobConditionTypes.Failed)?.LastTransitionTime
            ?? now;
        return end - job.Status?.StartTime;
    }

    /// <summary>What a Job is waiting for and how long that takes at the most.</summary>
    public static string WaitingText(this JobExplanation explanation, DateTimeOffset now) =>
        explanation.NextInstant is { } next && next > now
            ? $"waiting for {HumanDuration.Format(TimeSpan.FromSeconds(Math.Ceiling((next - now).TotalSeconds)))}: {explanation.WaitingFor}"
            : $"waiting: {explanation.WaitingFor}";
}

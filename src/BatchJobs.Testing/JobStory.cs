using System.Globalization;
using System.Text;
using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Runtime;
using BatchJobs.Specs;

namespace BatchJobs.Testing;

/// <summary>Tells how a Job went to somebody who expected something else.</summary>
internal static class JobStory
{
    public static string Of(JobReport report, string expectation)
    {
        StringBuilder text = Begin(report.Job, expectation)
            .Append(report.Succeeded ? "is complete" : "has failed")
            .AppendLine(CultureInfo.InvariantCulture, $" ({report.Reason}: {report.Message})");
        AppendStatus(text, report.Job.Status);
        foreach ((int number, PodFailure failure) in report.Failures.OrderBy(failure => failure.Key))
            text.AppendLine(CultureInfo.InvariantCulture, $"  failure  {number}: exit code {failure.ExitCode}, {failure.Reason}: {failure.Message}");
        if (report is JobTestRun run)
            AppendHistory(text, run.Start, run.Events, run.Decisions);
        return text.ToString();
    }

    public static string OfStuck(JobView view, DateTimeOffset start)
    {
        Job job = view.Snapshot();
        JobExplanation explanation = view.Explain();
        StringBuilder text = Begin(job, "should finish").AppendLine("waits for something that does not come");
        text.AppendLine(CultureInfo.InvariantCulture, $"  next     {explanation.WaitingFor}");
        AppendStatus(text, job.Status);
        AppendHistory(text, start, view.Events(), explanation.Decisions);
        return text.ToString();
    }

    private static StringBuilder Begin(Job job, string expectation) =>
        new StringBuilder().Append(CultureInfo.InvariantCulture, $"Job {job.Metadata.Namespace}/{job.Metadata.Name} {expectation}, but ");

    private static void AppendStatus(StringBuilder text, JobStatus? status)
    {
        text.Append(CultureInfo.InvariantCulture, $"  status   active {status?.Active ?? 0}, succeeded {status?.Succeeded ?? 0}, failed {status?.Failed ?? 0}");
        if (!string.IsNullOrEmpty(status?.CompletedIndexes))
            text.Append(CultureInfo.InvariantCulture, $", completed indexes {status.CompletedIndexes}");
        if (!string.IsNullOrEmpty(status?.FailedIndexes))
            text.Append(CultureInfo.InvariantCulture, $", failed indexes {status.FailedIndexes}");
        text.AppendLine();
    }

    private static void AppendHistory(StringBuilder text, DateTimeOffset start, IReadOnlyList<JobEventEntry> events, IReadOnlyList<JobDecision> decisions)
    {
        foreach (JobEventEntry item in events)
            text.AppendLine(CultureInfo.InvariantCulture, $"  event    {Since(start, item.LastTime)}  {item.Reason}: {item.Message}");
        foreach (JobDecision decision in decisions)
            text.AppendLine(CultureInfo.InvariantCulture, $"  why      {Since(start, decision.Time)}  {decision.Message}");
    }

    private static string Since(DateTimeOffset start, DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(time - start).TotalSeconds,8:0.0}s");
}

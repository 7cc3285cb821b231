namespace BatchJobs.Building;

/// <summary>A Job has failed, and somebody needed it to complete.</summary>
/// <param name="report">How it went.</param>
public sealed class JobFailedException(JobReport report) : Exception(Describe(report))
{
    /// <summary>How it went.</summary>
    public JobReport Report { get; } = report;

    private static string Describe(JobReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        PodFailure? first = report.Failures.OrderBy(failure => failure.Key).Select(failure => failure.Value).FirstOrDefault();
        string detail = first is null ? "" : $" Pod {first.PodName} failed: {first.Message ?? first.Reason}.";
        return $"Job {report.Job.Key()} failed: {report.Reason}: {report.Message}.{detail}";
    }
}

using System.Globalization;

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
        string detail = first is null ? "" : $" {Sentence($"Pod {first.PodName} failed: {first.Message ?? first.Reason}")}";
        return $"{Sentence($"Job {report.Job.Key()} failed: {report.Reason}: {report.Message}")}{detail} {NextStep(report.Failures.Count)}";
    }

    /// <summary>Where there is more to be learned.</summary>
    private static string NextStep(int failures) => failures switch
    {
        0 => "ExplainAsync tells which rule decided so.",
        1 => "ReadLogAsync has what the pod wrote.",
        2 => "Report.Failures has the other failure.",
        _ => string.Create(CultureInfo.InvariantCulture, $"Report.Failures has the other {failures - 1} failures."),
    };

    /// <summary>The message of an exception, with which the text may end, often has a full stop of its own.</summary>
    private static string Sentence(string text)
    {
        text = text.TrimEnd();
        return text is [.., '.' or '!' or '?'] ? text : $"{text}.";
    }
}

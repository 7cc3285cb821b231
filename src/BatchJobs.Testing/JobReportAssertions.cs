using BatchJobs.Building;

namespace BatchJobs.Testing;

/// <summary>Says how a Job should have gone; if it did not, the exception tells its status, its failures, its events and the decisions of the engine.</summary>
/// <remarks>Without any assertion library: any test framework takes an exception for a failure.</remarks>
public static class JobReportAssertions
{
    /// <summary>Holds if the Job is complete.</summary>
    /// <typeparam name="TReport">The type of the report.</typeparam>
    /// <param name="report">The report.</param>
    /// <returns>The report.</returns>
    /// <exception cref="JobAssertionException">The Job has failed.</exception>
    public static TReport ShouldBeComplete<TReport>(this TReport report)
        where TReport : JobReport => Check(report, report?.Succeeded == true, "should be complete");

    /// <summary>Holds if the Job has failed.</summary>
    /// <typeparam name="TReport">The type of the report.</typeparam>
    /// <param name="report">The report.</param>
    /// <param name="reason">For which reason, such as <c>BackoffLimitExceeded</c>; null for any.</param>
    /// <returns>The report.</returns>
    /// <exception cref="JobAssertionException">The Job is complete, or has failed for another reason.</exception>
    public static TReport ShouldHaveFailed<TReport>(this TReport report, string? reason = null)
        where TReport : JobReport => Check(
            report,
            report is { Succeeded: false } && (reason is null || reason == report.Reason),
            reason is null ? "should have failed" : $"should have failed with {reason}");

    /// <summary>Holds if these indexes have succeeded and no others.</summary>
    /// <typeparam name="TReport">The type of the report.</typeparam>
    /// <param name="report">The report.</param>
    /// <param name="indexes">The indexes, in any order.</param>
    /// <returns>The report.</returns>
    /// <exception cref="JobAssertionException">Others have, or one of these has not.</exception>
    public static TReport ShouldHaveSucceededIndexes<TReport>(this TReport report, params IReadOnlyCollection<int> indexes)
        where TReport : JobReport => Check(report, report is not null && report.SucceededIndexes.ToHashSet().SetEquals(indexes), $"should have succeeded in indexes [{List(indexes)}] alone");

    /// <summary>Holds if these indexes have used up their retries and no others.</summary>
    /// <typeparam name="TReport">The type of the report.</typeparam>
    /// <param name="report">The report.</param>
    /// <param name="indexes">The indexes, in any order.</param>
    /// <returns>The report.</returns>
    /// <exception cref="JobAssertionException">Others have, or one of these has not.</exception>
    public static TReport ShouldHaveFailedIndexes<TReport>(this TReport report, params IReadOnlyCollection<int> indexes)
        where TReport : JobReport => Check(report, report is not null && report.FailedIndexes.ToHashSet().SetEquals(indexes), $"should have failed in indexes [{List(indexes)}] alone");

    private static TReport Check<TReport>(TReport report, bool holds, string expectation)
        where TReport : JobReport
    {
        ArgumentNullException.ThrowIfNull(report);
        return holds ? report : throw new JobAssertionException(JobStory.Of(report, expectation));
    }

    private static string List(IReadOnlyCollection<int> indexes) => string.Join(", ", indexes.Order());
}

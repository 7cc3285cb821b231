using BatchJobs.Building;
using BatchJobs.InProcess;

namespace BatchJobs.Testing.Tests;

public class JobReportAssertionsTests
{
    [Fact]
    public async Task What_holds_gives_the_report_back()
    {
        JobTestRun complete = await RunAsync(failing: -1);
        Assert.Same(complete, complete.ShouldBeComplete().ShouldHaveSucceededIndexes(2, 1, 0).ShouldHaveFailedIndexes());
        JobTestRun failed = await RunAsync(failing: 1);
        Assert.Same(failed, failed.ShouldHaveFailed().ShouldHaveFailed("FailedIndexes").ShouldHaveSucceededIndexes(0, 2).ShouldHaveFailedIndexes(1));
    }

    [Fact]
    public async Task What_does_not_hold_is_told_with_status_failures_events_and_decisions()
    {
        JobTestRun failed = await RunAsync(failing: 1);
        string message = Assert.Throws<JobAssertionException>(() => failed.ShouldBeComplete()).Message;
        string[] lines = message.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal("Job default/import should be complete, but has failed (FailedIndexes: Job has failed indexes)", lines[0]);
        Assert.Equal("status   active 0, succeeded 2, failed 2, completed indexes 0,2, failed indexes 1", lines[1]);
        Assert.Equal("failure  1: exit code 65, Error: line 1 is not a number", lines[2]);
        Assert.Contains(lines, line => line.StartsWith("event         0.0s  SuccessfulCreate: Created pod: import-0-", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("why          10.0s  Start pod", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_expectation_is_told_in_its_own_words()
    {
        JobTestRun complete = await RunAsync(failing: -1);
        JobTestRun failed = await RunAsync(failing: 1);
        Assert.StartsWith("Job default/import should have failed, but is complete", Message(() => complete.ShouldHaveFailed()), StringComparison.Ordinal);
        Assert.StartsWith("Job default/import should have failed with DeadlineExceeded, but has failed", Message(() => failed.ShouldHaveFailed("DeadlineExceeded")), StringComparison.Ordinal);
        Assert.StartsWith("Job default/import should have succeeded in indexes [0, 1] alone", Message(() => failed.ShouldHaveSucceededIndexes(1, 0)), StringComparison.Ordinal);
        Assert.StartsWith("Job default/import should have failed in indexes [] alone", Message(() => failed.ShouldHaveFailedIndexes()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_from_elsewhere_is_told_without_history()
    {
        await using var engine = new JobEngine(new InProcessPodExecutor());
        JobReport report = await engine.RunAsync(JobBuilder.NonIndexed("short").BackoffLimit(0), _ => throw new IOException("no disk"));
        string message = Message(() => report.ShouldBeComplete());
        Assert.Contains("no disk", message, StringComparison.Ordinal);
        Assert.DoesNotContain("event", message, StringComparison.Ordinal);
    }

    private static string Message(Action assertion) => Assert.Throws<JobAssertionException>(assertion).Message;

    private static async Task<JobTestRun> RunAsync(int failing)
    {
        await using var host = new JobTestHost();
        return await host.RunAsync(JobBuilder.Indexed("import", completions: 3).BackoffLimitPerIndex(1), pod =>
            pod.Index == failing ? throw new PodFailedException(65, $"line {pod.Index} is not a number") : Task.CompletedTask);
    }
}

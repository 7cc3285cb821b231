using BatchJobs.Building;
using BatchJobs.InProcess;
using BatchJobs.Testing;

namespace BatchJobs.Docs.Tests.Guides;

/// <summary>The tests of the page on virtual time.</summary>
public class TimeSnippets
{
    #region time-retry
    [Fact]
    public async Task A_source_that_comes_back_after_a_minute_is_read()
    {
        await using var host = new JobTestHost();
        DateTimeOffset back = host.Clock.GetUtcNow() + TimeSpan.FromMinutes(1);

        JobTestRun run = await host.RunAsync(
            JobBuilder.Indexed("import", completions: 1).BackoffLimitPerIndex(5),
            pod => host.Clock.GetUtcNow() < back ? throw new HttpRequestException("503") : Task.CompletedTask);

        run.ShouldBeComplete();
        Assert.Equal(TimeSpan.FromSeconds(10 + 20 + 40), run.Took);
    }
    #endregion

    #region time-policy
    [Fact]
    public async Task A_file_that_makes_no_sense_is_not_read_again()
    {
        await using var host = new JobTestHost(executor => executor with { ExceptionExitCodes = new ExceptionExitCodes().Map<FormatException>(65) });

        JobTestRun run = await host.RunAsync(
            JobBuilder.Indexed("import", completions: 2).BackoffLimitPerIndex(5).FailIndexOn(65),
            pod => pod.Index == 1 ? throw new FormatException("line 7") : Task.CompletedTask);

        run.ShouldHaveFailed("FailedIndexes").ShouldHaveSucceededIndexes(0).ShouldHaveFailedIndexes(1);
        Assert.Equal(2, run.Pods.Count);
    }
    #endregion

    #region time-deadline
    [Fact]
    public async Task A_Job_that_hangs_is_given_up_after_an_hour()
    {
        await using var host = new JobTestHost();

        JobTestRun run = await host.RunAsync(
            JobBuilder.NonIndexed("report").ActiveDeadline(TimeSpan.FromHours(1)),
            pod => Task.Delay(Timeout.InfiniteTimeSpan, host.Clock, pod.CancellationToken));

        run.ShouldHaveFailed("DeadlineExceeded");
        Assert.Equal(TimeSpan.FromHours(1), run.Took);
    }
    #endregion

    #region time-cron
    [Fact]
    public async Task A_slow_night_does_not_overlap_with_the_next_one()
    {
        await using var host = new JobTestHost();
        int running = 0, most = 0, runs = 0;
        host.Handlers.Add("nightly", async pod =>
        {
            runs++;
            most = Math.Max(most, ++running);
            await Task.Delay(TimeSpan.FromHours(30), host.Clock, pod.CancellationToken);
            running--;
        });

        await host.Engine.CreateCronJobAsync(CronJobBuilder.Every("0 2 * * *", JobBuilder.NonIndexed("nightly").Image("nightly")).ForbidOverlap());
        await host.AdvanceAsync(TimeSpan.FromDays(5));

        Assert.Equal(1, most);
        Assert.InRange(runs, 2, 4);
    }
    #endregion

    #region time-io
    [Fact]
    public async Task Work_outside_holds_the_clock()
    {
        await using var host = new JobTestHost();
        string file = Path.GetTempFileName();

        JobTestRun run = await host.RunAsync(JobBuilder.NonIndexed("write").ActiveDeadline(TimeSpan.FromSeconds(5)), async pod =>
        {
            using (host.HoldTime())
            {
                await File.WriteAllTextAsync(file, "done", pod.CancellationToken);
            }
        });

        run.ShouldBeComplete();
    }
    #endregion
}

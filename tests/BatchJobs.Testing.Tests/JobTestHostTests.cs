using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Specs;

namespace BatchJobs.Testing.Tests;

public class JobTestHostTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_that_waits_for_the_clock_takes_no_time(bool comesBack)
    {
        await using var host = new JobTestHost();
        JobTestRun run = await host.RunAsync(JobBuilder.NonIndexed("sleep"), async pod =>
        {
            for (int hour = 0; hour < 24; hour++)
                await Task.Delay(TimeSpan.FromHours(1), host.Clock, pod.CancellationToken).ConfigureAwait(comesBack);
        });
        Assert.Equal(TimeSpan.FromDays(1), run.ShouldBeComplete().Took);
    }

    [Fact]
    public async Task Pods_wait_beside_one_another_and_end_in_the_order_of_their_times()
    {
        await using var host = new JobTestHost();
        List<int> order = [];
        JobTestRun run = await host.RunAsync(JobBuilder.Indexed("race", completions: 50).Parallelism(50), async pod =>
        {
            await Task.Yield();
            await Task.Delay(TimeSpan.FromMinutes(100 - pod.Index), host.Clock);
            lock (order)
                order.Add(pod.Index);
        });
        Assert.Equal(Enumerable.Range(0, 50).Reverse(), order);
        Assert.Equal(TimeSpan.FromMinutes(100), run.Took);
    }

    [Fact]
    public async Task Retries_wait_as_long_as_Kubernetes_would()
    {
        await using var host = new JobTestHost();
        List<TimeSpan> attempts = [];
        DateTimeOffset start = host.Clock.GetUtcNow();
        JobTestRun run = await host.RunAsync(JobBuilder.Indexed("retry", completions: 1).BackoffLimitPerIndex(3), pod =>
        {
            attempts.Add(host.Clock.GetUtcNow() - start);
            return pod.Attempt < 4 ? throw new IOException("connection lost") : Task.CompletedTask;
        });
        run.ShouldBeComplete().ShouldHaveSucceededIndexes(0);
        Assert.Equal([0, 10, 30, 70], attempts.Select(attempt => attempt.TotalSeconds));
    }

    [Fact]
    public async Task A_handler_that_waits_for_ever_ends_with_its_deadline()
    {
        await using var host = new JobTestHost();
        JobTestRun run = await host.RunAsync(
            JobBuilder.NonIndexed("late").ActiveDeadline(TimeSpan.FromHours(2)),
            pod => Task.Delay(Timeout.Infinite, pod.CancellationToken));
        run.ShouldHaveFailed("DeadlineExceeded");
        Assert.Equal(TimeSpan.FromHours(2), run.Took);
    }

    [Fact]
    public async Task A_handler_may_use_timers_and_tokens_of_the_clock()
    {
        await using var host = new JobTestHost();
        int ticks = 0;
        JobTestRun run = await host.RunAsync(JobBuilder.NonIndexed("ticks"), async pod =>
        {
            using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(10.5), host.Clock);
            using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), host.Clock);
            try
            {
                while (await timer.WaitForNextTickAsync(enough.Token))
                    ticks++;
            }
            catch (OperationCanceledException)
            {
                pod.ReportProgress("enough");
            }
        });
        Assert.Equal((10, TimeSpan.FromMinutes(10.5)), (ticks, run.ShouldBeComplete().Took));
    }

    [Fact]
    public async Task Time_that_is_held_stands_still_for_what_leaves_the_handler()
    {
        await using var host = new JobTestHost();
        JobTestRun run = await host.RunAsync(JobBuilder.NonIndexed("outside").ActiveDeadline(TimeSpan.FromMinutes(1)), async pod =>
        {
            using (host.HoldTime())
            {
                string file = Path.GetTempFileName();
                await Task.Run(() => File.WriteAllTextAsync(file, "outside", pod.CancellationToken), pod.CancellationToken);
                File.Delete(file);
            }
        });
        Assert.Equal(TimeSpan.Zero, run.ShouldBeComplete().Took);
    }

    [Fact]
    public async Task A_host_closes_although_a_handler_ignores_its_token()
    {
        var host = new JobTestHost();
        host.Handlers.Add("stubborn", _ => new TaskCompletionSource().Task);
        await host.Engine.CreateAsync(JobBuilder.NonIndexed("stubborn").Image("stubborn"));
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        await host.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    [Fact]
    public async Task Nothing_is_left_when_the_host_is_idle()
    {
        await using var host = new JobTestHost();
        host.Handlers.Add("sleep", pod => Task.Delay(TimeSpan.FromHours(3), host.Clock, pod.CancellationToken));
        DateTimeOffset start = host.Clock.GetUtcNow();
        Job job = await host.Engine.CreateAsync(JobBuilder.NonIndexed("gone").Image("sleep").TtlAfterFinished(TimeSpan.FromHours(1)));
        await host.RunUntilIdleAsync();
        await Assert.ThrowsAsync<JobNotFoundException>(() => host.Engine.GetAsync(job.Key()));
        Assert.Equal(TimeSpan.FromHours(4), host.Clock.GetUtcNow() - start);
    }

    [Fact]
    public async Task A_CronJob_runs_as_often_as_time_goes_by_and_never_rests()
    {
        await using var host = new JobTestHost();
        int runs = 0;
        host.Handlers.Add("hourly", _ =>
        {
            Interlocked.Increment(ref runs);
            return Task.CompletedTask;
        });
        Job template = JobBuilder.NonIndexed("template").Image("hourly");
        await host.Engine.CreateCronJobAsync(new CronJob
        {
            Metadata = new ObjectMeta { Name = "hourly" },
            Spec = new CronJobSpec { Schedule = "0 * * * *", JobTemplate = new JobTemplateSpec { Spec = template.Spec } },
        });
        // The controller looks a tenth of a second after each full hour.
        await host.AdvanceAsync(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1));
        Assert.Equal(24, runs);
        JobAssertionException error = await Assert.ThrowsAsync<JobAssertionException>(() => host.RunUntilIdleAsync(TimeSpan.FromHours(2)));
        Assert.Contains("2000-01-02T03:00", error.Message, StringComparison.Ordinal);
        Assert.Equal(26, runs);
    }

    [Fact]
    public async Task A_Job_that_waits_for_what_never_comes_is_told_with_its_reason()
    {
        await using var host = new JobTestHost { Patience = TimeSpan.FromMilliseconds(50) };
        JobAssertionException error = await Assert.ThrowsAsync<JobAssertionException>(
            () => host.RunAsync(JobBuilder.NonIndexed("stuck"), pod => Task.Delay(Timeout.Infinite, pod.CancellationToken)));
        Assert.Contains("Job default/stuck should finish, but waits for something that does not come", error.Message, StringComparison.Ordinal);
        Assert.Contains("active 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("SuccessfulCreate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Job_that_waits_in_vain_is_told_of_although_something_is_always_due()
    {
        await using var host = new JobTestHost { Patience = TimeSpan.FromMilliseconds(50) };
        JobAssertionException error = await Assert.ThrowsAsync<JobAssertionException>(() => host.RunAsync(JobBuilder.NonIndexed("polling"), async pod =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), host.Clock);
            while (await timer.WaitForNextTickAsync(pod.CancellationToken))
                pod.ReportProgress("nothing yet");
        }).WaitAsync(Patience));
        Assert.Contains("Job default/polling should finish, but waits for something that does not come", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Job_that_is_gone_as_soon_as_it_has_finished_is_reported_all_the_same()
    {
        await using var host = new JobTestHost();
        JobTestRun run = await host.RunAsync(JobBuilder.Indexed("short", completions: 3).TtlAfterFinished(TimeSpan.Zero), _ => Task.CompletedTask);
        Assert.Equal([0, 1, 2], run.ShouldBeComplete().SucceededIndexes);
        Assert.Equal(3, run.Pods.Count);
        await host.RunUntilIdleAsync();
        Assert.Empty((await host.Engine.ListAsync()).Items);
    }

    [Fact]
    public async Task Settings_can_be_changed_but_not_the_clock()
    {
        await using var host = new JobTestHost(
            executor => executor with { MaxConcurrentPods = 1, TimeProvider = TimeProvider.System },
            engine => engine with { FinishedPodHistory = 2, TimeProvider = TimeProvider.System },
            new VirtualTimeProvider(new DateTimeOffset(2026, 3, 29, 0, 0, 0, TimeSpan.Zero)));
        JobTestRun run = await host.RunAsync(
            JobBuilder.Indexed("one-by-one", completions: 4).Parallelism(4),
            pod => Task.Delay(TimeSpan.FromHours(1), host.Clock, pod.CancellationToken));
        Assert.Equal((TimeSpan.FromHours(4), 2, 2026), (run.Took, run.Pods.Count, run.Start.Year));
    }
}

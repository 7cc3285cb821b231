using BatchJobs.Building;
using BatchJobs.Specs;
using BatchJobs.Testing;

namespace BatchJobs.InProcess.Tests;

/// <summary>Months of work in a minute: what grows with the number of Jobs that ever were would be seen here.</summary>
[Collection(nameof(Alone))]
public class SoakTests
{
    private const int Hours = 100;
    private const int JobsPerHour = 1_000;
    private const int PodsPerJob = 10;

    [Fact]
    public async Task A_million_pods_of_a_hundred_thousand_Jobs_leave_the_heap_as_it_was()
    {
        long pods = 0;
        await using var host = new JobTestHost();
        host.Handlers.Add("work", pod => (Interlocked.Increment(ref pods) % 100) switch
        {
            0 => Task.FromException(new InvalidOperationException("now and then")),
            1 => Task.Delay(TimeSpan.FromMinutes(5), host.Clock, pod.CancellationToken),
            _ => Task.CompletedTask,
        });
        Job[] jobs = [.. Enumerable.Range(0, JobsPerHour).Select(number => JobBuilder.Indexed($"job-{number}", PodsPerJob)
            .Parallelism(PodsPerJob).BackoffLimitPerIndex(3).TtlAfterFinished(TimeSpan.FromMinutes(10)).Image("work").Build())];

        long early = 0;
        for (int hour = 0; hour < Hours; hour++)
        {
            await Task.WhenAll(jobs.Select(job => host.Engine.CreateAsync(job)));
            await host.AdvanceAsync(TimeSpan.FromHours(1));
            Assert.Empty((await host.Engine.ListAsync()).Items);
            if (hour == Hours / 10)
                early = GC.GetTotalMemory(forceFullCollection: true);
        }

        Assert.True(pods >= Hours * JobsPerHour * PodsPerJob, $"{pods} pods");
        TestContext.Current.TestOutputHelper?.WriteLine($"{pods} pods, {early} bytes then");
        long late = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(late - early < 4_000_000, $"{early} bytes after a tenth of the Jobs, {late} bytes at the end");
        Assert.Null(host.Clock.NextTimer);
    }
}

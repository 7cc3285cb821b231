using System.Diagnostics;
using BatchJobs.Primitives;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>Whoever listens to an engine and fails harms nothing but what he would have heard.</summary>
public class ThrowingListenerTests
{
    [Fact]
    public async Task A_logger_that_throws_ends_no_Job()
    {
        await using var bench = new EngineBench(new JobEngineOptions { LoggerFactory = new ThrowingLogs() }, null, PodRule.ForAll(PodScript.Succeeds()));
        JobKey key = await bench.CreateAsync();
        Assert.True((await bench.FinishAsync(key)).IsComplete());
        Assert.Empty((await bench.Engine.CheckHealthAsync()).BrokenJobs);
        await bench.Engine.DeleteAsync(key);
        await bench.Engine.WhenIdleAsync();
    }

    [Fact]
    public async Task A_listener_of_metrics_that_throws_ends_no_Job()
    {
        using var meters = new Meters { Fails = true };
        await using var bench = new EngineBench(new JobEngineOptions { MeterFactory = meters }, null, PodRule.ForAll(PodScript.Succeeds()));
        JobKey key = await bench.CreateAsync();
        Assert.True((await bench.FinishAsync(key)).IsComplete());
    }

    [Fact]
    public async Task A_listener_of_traces_that_throws_ends_no_Job()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.Succeeds()));
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "BatchJobs",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = Refuse,
            ActivityStopped = Refuse,
        };
        ActivitySource.AddActivityListener(listener);
        JobKey key = await bench.CreateAsync(name: "traced");
        Assert.True((await bench.FinishAsync(key)).IsComplete());
    }

    private static void Refuse(Activity activity)
    {
        if (Equals(activity.GetTagItem("batchjobs.job.name"), "traced"))
        {
            throw new NotSupportedException("Nobody can trace a Job.");
        }
    }
}

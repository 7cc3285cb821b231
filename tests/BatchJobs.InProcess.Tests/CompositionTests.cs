using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using Microsoft.Extensions.DependencyInjection;

namespace BatchJobs.InProcess.Tests;

/// <summary>The executor beside other parts of the library.</summary>
public class CompositionTests
{
    [Fact]
    public async Task A_scheduler_holds_pods_back_that_the_executor_had_room_for()
    {
        int running = 0, most = 0;
        var services = new ServiceCollection();
        services.AddBatchJobs()
            .UseInProcess()
            .AddHandler("work", async pod =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await Task.Yield();
                pod.CancellationToken.ThrowIfCancellationRequested();
                Interlocked.Decrement(ref running);
            })
            .UseScheduler(capacity: 1);

        await using ServiceProvider provider = services.BuildServiceProvider();
        JobReport report = await provider.GetRequiredService<IJobClient>().RunToCompletionAsync(JobBuilder.Indexed("work", completions: 5).Parallelism(5).Image("work"), TestContext.Current.CancellationToken);

        Assert.True(report.Succeeded);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Who_has_the_executor_reads_what_its_pods_wrote()
    {
        var executor = new InProcessPodExecutor();
        executor.Handlers.Add("work", pod =>
        {
            pod.WriteLine("one");
            pod.WriteLine("two");
            return Task.CompletedTask;
        });
        await using var engine = new JobEngine(executor);
        await engine.RunToCompletionAsync(JobBuilder.NonIndexed("work").Image("work"), TestContext.Current.CancellationToken);
        JobPod pod = Assert.Single(await engine.ListPodsAsync(new JobKey("work"), TestContext.Current.CancellationToken));

        List<string> lines = [];
        IPodLogSource logs = Assert.IsAssignableFrom<IPodLogSource>(executor);
        await foreach (PodLogLine line in logs.ReadLogAsync(pod.Id, new PodLogOptions { Tail = 1 }, TestContext.Current.CancellationToken))
        {
            lines.Add(line.Text);
        }

        Assert.Equal(["two"], lines);
    }
}

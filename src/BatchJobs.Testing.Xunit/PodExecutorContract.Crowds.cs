using BatchJobs.Execution;
using Xunit;

namespace BatchJobs.Testing.Xunit;

/// <content>Many pods and many callers at once.</content>
public abstract partial class PodExecutorContract
{
    /// <summary>Many pods run at once, and each ends as it should.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Many_pods_run_at_once()
    {
        PodStartRequest[] requests = [.. Enumerable.Range(0, Crowd).Select(number => Request(ExitsAtOnce(number % 2)))];
        await Task.WhenAll(requests.Select(request => Task.Run(async () => await StartAsync(request))));
        for (int number = 0; number < Crowd; number++)
            Assert.Equal(number % 2, EndOf(await WhenEndedAsync(requests[number].Id)).ExitCode);
        Assert.Equal(Crowd, (await ListedAsync()).Count);
        await Task.WhenAll(requests.Select(request => Task.Run(async () => await ReleaseAsync(request.Id))));
        Assert.Empty(await ListedAsync());
        await UntilLivingAsync(0);
    }

    /// <summary>A pod that is started and stopped at the same time ends, or never was.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_pod_can_be_stopped_while_it_starts()
    {
        PodStartRequest[] requests = [.. Enumerable.Range(0, Crowd).Select(_ => Request(RunsUntilStopped()))];
        await Task.WhenAll(requests.Select(async request =>
        {
            Task start = Task.Run(async () => await StartAsync(request));
            await Task.Run(async () => await StopAsync(request.Id));
            await start;

            // The request to stop may have come before the pod.
            await StopAsync(request.Id);
            await WhenEndedAsync(request.Id);
        }));
        await UntilLivingAsync(0);
        Assert.All(requests, request => EndedOnce(request.Id));
    }

    /// <summary>All members may be called from many threads at once: whatever they do, each pod ends once and nothing is left.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Many_callers_may_do_everything_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(() => CallAtRandomAsync(new Random(caller), Math.Max(1, Crowd / 8)))));
        await UntilLivingAsync(0);
        Assert.Empty(await ListedAsync());
    }

    private async Task CallAtRandomAsync(Random random, int count)
    {
        for (int i = 0; i < count; i++)
        {
            PodStartRequest request = Request(random.Next(2) == 0 ? ExitsAtOnce(random.Next(2)) : RunsUntilStopped());
            await StartAsync(request);
            if (random.Next(4) == 0)
                await ReleaseAsync(request.Id);
            if (random.Next(4) == 0)
                await WhenBegunAsync(request.Id);
            if (random.Next(4) == 0)
                await Executor.ListAsync();
            await StopAsync(request.Id, random.Next(2) == 0 ? null : TimeSpan.Zero);
            await WhenEndedAsync(request.Id);
            await ReleaseAsync(request.Id);
            EndedOnce(request.Id);
        }
    }
}

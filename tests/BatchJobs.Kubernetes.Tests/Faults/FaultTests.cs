using BatchJobs.Kubernetes.Tests.Infrastructure;
using BatchJobs.Kubernetes.Watching;
using BatchJobs.Specs;
using k8s;

namespace BatchJobs.Kubernetes.Tests.Faults;

/// <summary>Whatever goes wrong between the executor and the API server, the Job ends right and every pod counts once.</summary>
[Collection(nameof(Alone))]
public class FaultTests(Cluster cluster, ITestOutputHelper output)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static WatchOptions Hasty { get; } = WatchOptions.Standard with { PageSize = 40, ResyncPeriod = TimeSpan.FromSeconds(2), IdleTimeout = TimeSpan.FromSeconds(3) };

    [Fact]
    public async Task Five_hundred_pods_over_a_network_that_loses_repeats_delays_and_lies()
    {
        cluster.Require();
        Dice dice = new(20);
        FaultCount faults = new();
        KubernetesClientConfiguration configuration = Cluster.Configuration();
        await using HollowNode node = await HollowNode.JoinAsync(cluster.Server);
        await using BreakingProxy proxy = new(new Uri(configuration.Host), dice);
        configuration.Host = proxy.Address.ToString();
        Job job;
        await using (Host host = new(cluster, options => options with
        {
            Connection = new KubernetesConnectionOptions { Configuration = configuration, Handlers = () => [new FaultyNetwork(dice, faults)], RequestsPerSecond = 200, RequestBurst = 400 },
            Watch = Hasty,
        }))
        {
            using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
            Task breaking = BreakAsync(proxy, done.Token);
            job = await host.RunAsync(node.Place(Workload.Indexed("faults", completions: 500, parallelism: 100)));
            await done.CancelAsync();
            await breaking;

            Assert.True(job.IsComplete());
            Assert.Equal(500, job.Status!.Succeeded);
            Assert.Equal(0, job.Status.Failed ?? 0);
            Assert.Equal("0-499", job.Status.CompletedIndexes);
            Assert.Equal(500, node.PodsSeen);
            Assert.Empty(node.Doubled);
            await host.ForgetAsync(job);
            await cluster.WhenNoPodIsLeftAsync(job);
        }

        await proxy.WhenAllClosedAsync(Cancelled);
        output.WriteLine($"{faults}, resets: {proxy.Resets}");
        Assert.Equal(11, faults.Kinds.Count);
        Assert.True(proxy.Resets > 0);
    }

    [Fact]
    public async Task The_API_server_is_killed_and_comes_back_in_the_middle()
    {
        cluster.Require();
        await using HollowNode node = await HollowNode.JoinAsync(cluster.Server);
        await using Host host = new(cluster, options => options with { Watch = Hasty });
        Job created = await host.Engine.CreateAsync(node.Place(Workload.Indexed("restart", completions: 500, parallelism: 20)), Cancelled);
        await host.WhenAsync(created, job => job.Status?.Succeeded >= 100);

        await cluster.RestartApiServerAsync();
        Job job = await host.Engine.WaitAsync(created.Key(), Cancelled);

        Assert.True(job.IsComplete());
        Assert.Equal("0-499", job.Status!.CompletedIndexes);
        Assert.Equal(0, job.Status.Failed ?? 0);
        Assert.Equal(500, node.PodsSeen);
        Assert.Empty(node.Doubled);
        await host.ForgetAsync(job);
        await cluster.WhenNoPodIsLeftAsync(job);
    }

    private static async Task BreakAsync(BreakingProxy proxy, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(700));
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                proxy.BreakOne();
            }
        }
        catch (OperationCanceledException)
        {
            // The Job has ended.
        }
    }
}

using BatchJobs.Execution;
using BatchJobs.Kubernetes.Tests.Infrastructure;
using BatchJobs.Pods;

namespace BatchJobs.Kubernetes.Tests;

/// <summary>Engines with one identity.</summary>
public class TakeoverTests(Cluster cluster)
{
    [Fact]
    public async Task The_second_waits_until_the_first_lets_go()
    {
        cluster.Require();
        KubernetesExecutorOptions options = Host.Options(cluster) with { LeaseDuration = TimeSpan.FromSeconds(15) };
        KubernetesPodExecutor first = new(options);
        await using KubernetesPodExecutor second = new(options);
        await first.ConnectAsync(new Silent(), TestContext.Current.CancellationToken);

        Task waiting = second.ConnectAsync(new Silent(), TestContext.Current.CancellationToken).AsTask();
        await first.ListAsync(TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        await first.DisposeAsync();

        await waiting;
        Assert.Empty(await second.ListAsync(TestContext.Current.CancellationToken));
    }

    private sealed class Silent : IPodObserver
    {
        public void OnReport(in PodReport report)
        {
        }

        public void OnVanished(PodId pod)
        {
        }
    }
}

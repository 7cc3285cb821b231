using BatchJobs.Execution;
using BatchJobs.Kubernetes.Tests.Infrastructure;
using BatchJobs.Pods;
using BatchJobs.Specs;

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

    [Fact]
    public async Task Pods_that_an_earlier_engine_ran_go_with_their_Job_in_whatever_namespace()
    {
        string identity = "t" + Guid.NewGuid().ToString("N")[..12];
        Job done;
        await using (Host first = new(cluster, options => options with { Namespace = null, Identity = identity }))
        {
            done = await first.RunAsync(cluster.Own(Workload.Shell("done", "true")));
        }

        Assert.Equal(1, await cluster.CountPodsAsync(done));
        await using (KubernetesPodExecutor second = new(Host.Options(cluster) with { Namespace = null, Identity = identity }))
        {
            await second.ConnectAsync(new Silent(), TestContext.Current.CancellationToken);
            await second.ForgetJobAsync(Guid.Parse(done.Metadata.Uid!), orphanPods: false, TestContext.Current.CancellationToken);
        }

        await cluster.WhenNoPodIsLeftAsync(done);
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

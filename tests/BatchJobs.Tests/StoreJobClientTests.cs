using BatchJobs.Client;
using BatchJobs.Offline;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>Whoever looks at a store while an engine writes it sees what a client of the engine sees.</summary>
public class StoreJobClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_watch_of_pods_tells_of_every_change()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.RunsForever));
        await bench.OpenAsync();
        JobKey key = await bench.CreateAsync();
        await using IAsyncEnumerator<JobPod> pods = Watch(bench, key);
        Assert.True(await pods.MoveNextAsync());
        Assert.True(IsReady(pods.Current));
        PodId pod = pods.Current.Id;

        Task<bool> next = pods.MoveNextAsync().AsTask();
        bench.Pods.Pods.SetReady(pod, ready: false);
        await bench.AdvanceAsync(1);
        Assert.True(await next.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.False(IsReady(pods.Current));
    }

    [Fact]
    public async Task A_watch_of_pods_ends_when_the_Job_is_gone()
    {
        await using var bench = new RestartBench(PodRule.ForAll(PodScript.RunsForever));
        await bench.OpenAsync();
        JobKey key = await bench.CreateAsync();
        await using IAsyncEnumerator<JobPod> pods = Watch(bench, key);
        Assert.True(await pods.MoveNextAsync());

        Task<bool> next = pods.MoveNextAsync().AsTask();
        await bench.Engine.DeleteAsync(key);
        await bench.AdvanceAsync(1);
        Assert.False(await next.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_watch_of_pods_of_no_Job_is_refused()
    {
        await using var bench = new RestartBench();
        await bench.OpenAsync();
        await using IAsyncEnumerator<JobPod> pods = Watch(bench, new JobKey("nobody"));
        await Assert.ThrowsAsync<JobNotFoundException>(async () => await pods.MoveNextAsync());
    }

    private static bool IsReady(JobPod pod) => pod.Status.Conditions.Any(condition => condition.Type == PodConditionTypes.Ready && condition.Status == ConditionStatus.True);

    /// <summary>Not closed, which would close the store of the engine as well.</summary>
    private static IAsyncEnumerator<JobPod> Watch(RestartBench bench, JobKey key) =>
        new StoreJobClient(bench.Store, bench.Clock).WatchPodsAsync(key, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
}

using System.Diagnostics;
using BatchJobs.Kubernetes.Requests;
using BatchJobs.Kubernetes.Tests.Infrastructure;
using BatchJobs.Specs;

namespace BatchJobs.Kubernetes.Tests.Scale;

/// <summary>The same Job under this engine and under the cluster's own controller, on the same node.</summary>
[Collection(nameof(Alone))]
public class SideBySideTests(Cluster cluster, ITestOutputHelper output)
{
    private const int Pods = 500;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_hundred_pods_take_no_more_requests_than_under_the_clusters_own_controller()
    {
        cluster.Require();
        await using HollowNode node = await HollowNode.JoinAsync(cluster.Server);
        using KubernetesJobClient controller = Host.NativeClient(cluster);
        await using Host host = new(cluster, options => options with
        {
            TrackingFinalizer = false, // which the controller of 1.20 does not have either
            Connection = options.Connection with { RequestsPerSecond = 100, RequestBurst = 200 }, // as the cluster's controllers have it
        });

        (double perPod, TimeSpan took) theirs = await MeasureAsync(controller, cluster.Own(node.Place(Job("theirs"))));
        (double perPod, TimeSpan took) ours = await MeasureAsync(host.Engine, node.Place(Job("ours")));

        output.WriteLine($"controller: {theirs.perPod:F2} requests per pod, {theirs.took.TotalSeconds:F1} s; engine: {ours.perPod:F2} requests per pod, {ours.took.TotalSeconds:F1} s");
        Assert.True(ours.perPod <= theirs.perPod, $"{ours.perPod} requests per pod instead of {theirs.perPod}");
    }

    private static Job Job(string name) => Workload.Shell(name, "true", spec => spec with { Completions = Pods, Parallelism = 50 });

    private async Task<(double RequestsPerPod, TimeSpan Took)> MeasureAsync(IJobClient client, Job job)
    {
        long before = await RequestsAsync();
        long start = Stopwatch.GetTimestamp();
        Job created = await client.CreateAsync(job, Cancelled);
        Job done = await client.WaitAsync(created.Key(), Cancelled);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        Assert.Equal(Pods, done.Status!.Succeeded);
        long after = await RequestsAsync();
        await client.DeleteAsync(created.Key(), cancellationToken: Cancelled);
        await cluster.WhenNoPodIsLeftAsync(done);
        return ((double)(after - before) / Pods, took);
    }

    /// <summary>How many requests about Jobs, their pods and their events the API server has answered.</summary>
    private async Task<long> RequestsAsync()
    {
        string[] resources = ["pods", "jobs", "events", "leases"];
        string metrics = await cluster.Server.SendAsync(ApiRequest.Get("metrics"), Cancelled);
        return metrics.Split('\n')
            .Where(line => line.StartsWith("apiserver_request_total{", StringComparison.Ordinal) && resources.Any(resource => line.Contains($"resource=\"{resource}\"", StringComparison.Ordinal)))
            .Sum(line => (long)double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
    }
}

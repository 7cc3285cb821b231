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
    private const int Rounds = 3;

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

        var theirs = new Measured("controller");
        var ours = new Measured("engine");
        for (int round = 0; round < Rounds; round++)
        {
            theirs.Add(await MeasureAsync(controller, cluster.Own(node.Place(Job($"theirs-{round}")))));
            ours.Add(await MeasureAsync(host.Engine, node.Place(Job($"ours-{round}"))));
        }

        output.WriteLine($"{theirs}; {ours}");
        Assert.True(ours.RequestsPerPod <= theirs.RequestsPerPod, $"{ours.RequestsPerPod} requests per pod instead of {theirs.RequestsPerPod}");
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

    private sealed class Measured(string name)
    {
        private readonly List<(double PerPod, TimeSpan Took)> rounds = [];

        public double RequestsPerPod => rounds.Select(round => round.PerPod).Order().ElementAt(rounds.Count / 2);

        private TimeSpan Took => rounds.Select(round => round.Took).Order().ElementAt(rounds.Count / 2);

        public void Add((double PerPod, TimeSpan Took) round) => rounds.Add(round);

        public override string ToString() => $"{name}: {RequestsPerPod:F2} requests per pod, {Took.TotalSeconds:F1} s";
    }
}

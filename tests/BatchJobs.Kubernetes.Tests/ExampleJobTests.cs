using BatchJobs.Client;
using BatchJobs.Kubernetes.Tests.Infrastructure;
using BatchJobs.Specs;
using BatchJobs.Yaml;

namespace BatchJobs.Kubernetes.Tests;

/// <summary>The manifest everybody tries first, on a cluster.</summary>
public class ExampleJobTests(Cluster cluster)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_greets_three_times_under_this_engine()
    {
        await using Host host = new(cluster);

        await AssertGreetsAsync(host.Engine, ExampleJob());
    }

    [Fact]
    public async Task It_greets_three_times_under_the_clusters_own_controller()
    {
        using KubernetesJobClient client = Host.NativeClient(cluster);

        await AssertGreetsAsync(client, cluster.Own(ExampleJob()));
    }

    private static async Task AssertGreetsAsync(IJobClient client, Job example)
    {
        Job created = await client.CreateAsync(example, Cancelled);
        Job job = await client.WaitAsync(created.Key(), Cancelled);

        Assert.True(job.IsComplete());
        Assert.Equal(3, job.Status!.Succeeded);
        IReadOnlyList<JobPod> pods = await client.ListPodsAsync(job.Key(), Cancelled);
        Assert.Equal(3, pods.Count);
        foreach (JobPod pod in pods)
        {
            Assert.Equal(["Hello, Kubernetes!"], await PodOutput.ReadAsync(client, job.Key(), pod.Name));
        }
    }

    private static Job ExampleJob() =>
        YamlManifestReader.Read(File.ReadAllText(Repository.Path("samples/manifests/example-job.yaml"))).ThrowIfFailed().Job!;
}

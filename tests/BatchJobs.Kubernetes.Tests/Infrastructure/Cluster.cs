using System.Diagnostics;
using BatchJobs.Kubernetes.Executor;
using BatchJobs.Kubernetes.Requests;
using BatchJobs.Specs;
using BatchJobs.Validation;
using k8s;
using k8s.Models;

[assembly: AssemblyFixture(typeof(BatchJobs.Kubernetes.Tests.Infrastructure.Cluster))]

namespace BatchJobs.Kubernetes.Tests.Infrastructure;

/// <summary>The cluster of <c>KUBECONFIG</c>, with a namespace of its own for this run of the tests.</summary>
public sealed class Cluster : IAsyncLifetime
{
    private const string Missing = "KUBECONFIG is not set: eval \"$(tests/cluster/up)\" brings up a cluster";

    private static readonly string? KubeConfig = Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } path && File.Exists(path) ? path : null;

    private ApiServer? server;

    /// <summary>Where the tests create their objects.</summary>
    public string Namespace { get; private set; } = "";

    /// <summary>The cluster as administrator, without faults in between.</summary>
    internal ApiServer Server => server ?? throw new InvalidOperationException("Require the cluster first.");

    /// <summary>Skips the test without a cluster; in continuous integration there has to be one.</summary>
    public void Require()
    {
        Require(server is not null, Missing);
    }

    private static void Require(bool there, string missing)
    {
        Assert.SkipUnless(there || Environment.GetEnvironmentVariable("CI") == "true", missing);
        Assert.True(there, missing);
    }

    public static KubernetesClientConfiguration Configuration() => KubernetesClientConfiguration.BuildConfigFromConfigFile(KubeConfig);

    /// <summary>The Job as an object of this namespace.</summary>
    public Job Own(Job job) => job with { Metadata = job.Metadata with { Namespace = Namespace } };

    /// <summary>Deletes a pod as kubectl does.</summary>
    public Task DeletePodAsync(string name) => Server.SendAsync(ApiRequest.Delete(PodPaths.Pod(Namespace, name), "{}"), TestContext.Current.CancellationToken);

    /// <summary>How many pods of a Job the cluster has.</summary>
    public async Task<int> CountPodsAsync(Job job)
    {
        string selector = Uri.EscapeDataString($"{JobLabels.LegacyControllerUid}={job.Metadata.Uid}");
        V1PodList pods = await Server.SendAsync<V1PodList>(ApiRequest.Get($"{PodPaths.Collection(Namespace)}?labelSelector={selector}"), TestContext.Current.CancellationToken);
        return pods.Items.Count;
    }

    /// <summary>Waits until the last pod of a Job has gone; the kubelet confirms deletions every ten seconds only.</summary>
    public async Task WhenNoPodIsLeftAsync(Job job)
    {
        while (await CountPodsAsync(job) > 0)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Kills the API server as a crash would, and waits until it is back.</summary>
    public async Task RestartApiServerAsync()
    {
        const string Variable = "BATCHJOBS_RESTART_API_SERVER";
        string? command = Environment.GetEnvironmentVariable(Variable);
        Require(command is { Length: > 0 }, $"{Variable} is not set: it has to be a command that restarts the API server");
        using Process restart = Process.Start("bash", ["-c", command + " > /dev/null"]);
        await restart.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, restart.ExitCode);
        await Server.SendAsync(ApiRequest.Get("readyz").UntilAnswered(), TestContext.Current.CancellationToken);
    }

    /// <summary>The version of the oldest kubelet.</summary>
    public async Task<Version> KubeletVersionAsync()
    {
        V1NodeList nodes = await Server.SendAsync<V1NodeList>(ApiRequest.Get("api/v1/nodes"), CancellationToken.None);
        return nodes.Items
            .Select(node => node.Status.NodeInfo.KubeletVersion.TrimStart('v').Split('+', '-')[0])
            .Where(version => version.Length > 0) // nodes on paper have none
            .Min(version => Version.Parse(version))!;
    }

    /// <summary>Makes a further namespace, which <see cref="ClearAsync"/> removes.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> MakeNamespaceAsync()
    {
        string name = $"batchjobs-tests-{Guid.NewGuid().ToString("N")[..8]}";
        string body = KubernetesJson.Serialize(new V1Namespace { Metadata = new V1ObjectMeta { Name = name } });
        await Server.SendAsync(ApiRequest.Post("api/v1/namespaces", body), CancellationToken.None);
        await ReadyAsync(Server, name);
        return name;
    }

    /// <summary>Removes a namespace and lets all its pods go, whatever a failed test has left of them.</summary>
    public async Task ClearAsync(string namespaceName)
    {
        string pods = PodPaths.Collection(namespaceName);
        await Server.SendAsync(ApiRequest.Delete(pods, """{"gracePeriodSeconds":0}"""), CancellationToken.None);
        foreach (V1Pod pod in (await Server.SendAsync<V1PodList>(ApiRequest.Get(pods), CancellationToken.None)).Items.Where(pod => pod.Metadata.Finalizers is { Count: > 0 }))
        {
            await Server.SendAsync(ApiRequest.Patch($"{pods}/{pod.Metadata.Name}", """{"metadata":{"finalizers":null}}""", ApiRequest.MergePatch), CancellationToken.None);
        }

        await Server.SendAsync(ApiRequest.Delete($"api/v1/namespaces/{namespaceName}", "{}"), CancellationToken.None);
    }

    public async ValueTask InitializeAsync()
    {
        if (KubeConfig is not null)
        {
            server = new ApiServer(new KubernetesConnectionOptions { Configuration = Configuration(), RequestsPerSecond = 1000, RequestBurst = 1000 }, TimeProvider.System);
            Namespace = await MakeNamespaceAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await ClearAsync(Namespace);
            server.Dispose();
        }
    }

    /// <summary>Waits until the service account that pods need has been made.</summary>
    private static async Task ReadyAsync(ApiServer server, string namespaceName)
    {
        string probe = """{"metadata":{"name":"probe"},"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"busybox"}]}}""";
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await server.SendAsync(ApiRequest.Post($"api/v1/namespaces/{namespaceName}/pods?dryRun=All", probe), CancellationToken.None);
                return;
            }
            catch (KubernetesApiException error) when (error.Is("Forbidden") && attempt < 200)
            {
                await Task.Delay(100);
            }
        }
    }
}

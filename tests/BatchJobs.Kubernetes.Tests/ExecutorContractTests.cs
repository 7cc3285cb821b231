using BatchJobs.Execution;
using BatchJobs.Kubernetes.Executor;
using BatchJobs.Kubernetes.Requests;
using BatchJobs.Kubernetes.Tests.Infrastructure;
using BatchJobs.Pods;
using BatchJobs.Specs;
using BatchJobs.Testing.Xunit;
using k8s.Models;

namespace BatchJobs.Kubernetes.Tests;

/// <summary>Pods are shells in containers of the real cluster; the cluster says which of them run.</summary>
public sealed class ExecutorContractTests(Cluster cluster) : PodExecutorContract
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly string identity = "t" + Guid.NewGuid().ToString("N")[..12];
    private string? namespaceName;
    private Version kubelet = new(1, 0);

    /// <summary>A node of two shared cores starts a pod or two a second.</summary>
    protected override int Crowd => 8;

    protected override TimeSpan Patience => TimeSpan.FromMinutes(4);

    protected override bool ShortensGracePeriods => kubelet >= new Version(1, 22);

    public override async ValueTask InitializeAsync()
    {
        cluster.Require();
        kubelet = await cluster.KubeletVersionAsync();
        namespaceName = await cluster.MakeNamespaceAsync(); // the tests reuse names of pods
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (namespaceName is not null)
        {
            await cluster.ClearAsync(namespaceName);
        }
    }

    protected override IPodExecutor CreateExecutor() => new KubernetesPodExecutor(Host.Options(cluster) with { Namespace = namespaceName, Identity = identity });

    protected override async ValueTask<int> CountLivingAsync()
    {
        await Task.Delay(BetweenLooks);
        V1PodList pods = await cluster.Server.SendAsync<V1PodList>(ApiRequest.Get(PodPaths.Collection(namespaceName)), CancellationToken.None);
        return pods.Items.Count(pod => pod.Status.ContainerStatuses?.Any(container => container.State.Running is not null) == true);
    }

    protected override PodSpec Exits(int exitCode, TimeSpan after) => Shell(after == TimeSpan.Zero ? $"exit {exitCode}" : $"sleep {after.TotalSeconds}; exit {exitCode}");

    // The first process of a container ignores signals it has no handler for.
    protected override PodSpec RunsUntilStopped() => Shell("trap 'exit 143' TERM; while :; do sleep 0.1; done");

    protected override PodSpec IgnoresStop() => Shell("trap '' TERM; while :; do sleep 1; done");

    protected override PodSpec CanNotRun() => new() { Containers = [new Container { Name = "main", Image = "busybox", ImagePullPolicy = "IfNotPresent", Command = ["/there/is/no/such/program"] }] };

    protected override PodSpec FailsThenSucceeds(int times, int exitCode) => Workload.WithScratch(
        Shell($"echo >> /work/starts; test $(wc -l < /work/starts) -gt {times} || exit {exitCode}"));

    protected override PodSpec Prints(IReadOnlyList<string> lines) => Shell("""for line; do printf '%s\n' "$line"; done""", arguments: lines);

    protected override PodSpec GetsReadyLate()
    {
        PodSpec spec = Shell("trap 'exit 143' TERM; sleep 3; touch /tmp/ready; while :; do sleep 0.1; done");
        return spec with { Containers = [spec.Containers![0] with { ReadinessProbe = Workload.Json("""{"exec":{"command":["test","-e","/tmp/ready"]},"periodSeconds":1}""") }] };
    }

    /// <summary>Takes away the finalizer, and then the object while the container still runs, as the loss of a node would.</summary>
    protected override async ValueTask<bool> TryLoseAsync(PodId pod)
    {
        ApiRequest list = ApiRequest.Get($"{PodPaths.Collection(namespaceName)}?{PodPaths.OfJob(identity, pod.JobUid, pod.Ordinal)}");
        string path = PodPaths.Pod(namespaceName!, Assert.Single((await cluster.Server.SendAsync<V1PodList>(list, CancellationToken.None)).Items).Metadata.Name);
        await cluster.Server.SendAsync(ApiRequest.Patch(path, """{"metadata":{"finalizers":null}}""", ApiRequest.MergePatch), CancellationToken.None);
        await cluster.Server.SendAsync(ApiRequest.Delete(path, """{"gracePeriodSeconds":0}"""), CancellationToken.None);
        return true;
    }

    private static PodSpec Shell(string script, IReadOnlyList<string>? arguments = null) => new()
    {
        Containers =
        [
            new Container { Name = "main", Image = "busybox", ImagePullPolicy = "IfNotPresent", Command = ["sh", "-c", script, "sh", .. arguments ?? []] },
        ],
    };
}

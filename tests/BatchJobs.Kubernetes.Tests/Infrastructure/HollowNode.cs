using System.Collections.Concurrent;
using BatchJobs.Kubernetes.Executor;
using BatchJobs.Kubernetes.Requests;
using BatchJobs.Kubernetes.Watching;
using BatchJobs.Specs;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchJobs.Kubernetes.Tests.Infrastructure;

/// <summary>
/// A node of the real cluster whose kubelet is this object: its pods have no containers, they only say what containers would have
/// said. So hundreds of pods cost what they cost the API server and the controllers, and nothing else.
/// </summary>
internal sealed class HollowNode : IAsyncDisposable, IFeedSink
{
    private readonly CancellationTokenSource closing = new();
    private readonly ApiServer server;
    private readonly ConcurrentDictionary<string, Lazy<Task>> lives = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> living = new(StringComparer.Ordinal);
    private readonly List<Task> loops = [];

    private HollowNode(ApiServer server) => this.server = server;

    public string Name { get; } = $"hollow-{Guid.NewGuid().ToString("N")[..8]}";

    /// <summary>How many pods the node has seen.</summary>
    public int PodsSeen => lives.Count;

    /// <summary>The indexes of which two pods were alive at once.</summary>
    public ConcurrentBag<string> Doubled { get; } = [];

    public static async Task<HollowNode> JoinAsync(ApiServer server)
    {
        HollowNode node = new(server);
        await server.SendAsync(ApiRequest.Post("api/v1/nodes", KubernetesJson.Serialize(new V1Node { Metadata = new V1ObjectMeta { Name = node.Name }, Spec = new V1NodeSpec { Unschedulable = true } })), CancellationToken.None);
        await node.BeatAsync();
        Feed feed = new(server, "api/v1/pods", $"fieldSelector=spec.nodeName%3D{node.Name}", node, WatchOptions.Standard, TimeProvider.System, NullLogger.Instance);
        node.loops.Add(Task.Run(() => feed.RunAsync(null, node.closing.Token)));
        node.loops.Add(Task.Run(node.KeepBeatingAsync));
        return node;
    }

    /// <summary>Waits until the node has seen so many pods.</summary>
    public async Task WhenSeenAsync(int pods, CancellationToken cancellationToken)
    {
        while (PodsSeen < pods)
        {
            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>The Job, with its pods on this node.</summary>
    public Job Place(Job job) => job with
    {
        Spec = job.Spec with
        {
            Template = job.Spec.Template with { Spec = job.Spec.Template.Spec with { NodeName = Name, Tolerations = Workload.Json("""[{"operator":"Exists"}]""") } },
        },
    };

    public void Changed(WatchedObject item)
    {
        V1Pod pod = KubernetesJson.Deserialize<V1Pod>(item.Content);
        if (pod.Metadata.DeletionTimestamp is not null)
        {
            _ = pod.Metadata.DeletionGracePeriodSeconds > 0 ? DeleteAsync(pod) : Task.CompletedTask;
        }
        else if (pod.Status?.Phase is null or "Pending")
        {
            _ = lives.GetOrAdd(pod.Metadata.Uid, _ => new Lazy<Task>(() => LiveAsync(pod))).Value;
        }
    }

    public void Removed(WatchedObject item)
    {
    }

    public void Listed(IReadOnlySet<(string Namespace, string Name)> names, ulong version)
    {
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await Task.WhenAll(loops);
        await server.SendAsync(ApiRequest.Delete($"api/v1/nodes/{Name}", "{}"), CancellationToken.None);
        closing.Dispose();
    }

    /// <summary>Runs the only container for a moment, then ends it with exit code 0.</summary>
    private async Task LiveAsync(V1Pod pod)
    {
        string index = pod.Metadata.Annotations is { } annotations && annotations.TryGetValue("batch.kubernetes.io/job-completion-index", out string? number)
            ? $"{pod.Metadata.Labels["controller-uid"]}/{number}"
            : pod.Metadata.Uid;
        if (living.AddOrUpdate(index, 1, (_, count) => count + 1) > 1)
        {
            Doubled.Add(index);
        }

        DateTime now = DateTime.UtcNow;
        await PatchAsync(pod, "Running", now, new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = now } });
        living.AddOrUpdate(index, 0, (_, count) => count - 1);
        await PatchAsync(pod, "Succeeded", now, new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = 0, Reason = "Completed", FinishedAt = now } });
    }

    private Task PatchAsync(V1Pod pod, string phase, DateTime started, V1ContainerState state)
    {
        V1ContainerStatus container = new() { Name = pod.Spec.Containers[0].Name, Image = "none", ImageID = "", State = state, Ready = phase == "Running" };
        V1PodStatus status = new() { Phase = phase, StartTime = started, ContainerStatuses = [container] };
        string body = KubernetesJson.Serialize(new V1Pod { Status = status });
        return UnlessGoneAsync(ApiRequest.Patch(PodPaths.Pod(pod.Metadata.NamespaceProperty, pod.Metadata.Name) + "/status", body, ApiRequest.MergePatch));
    }

    private Task DeleteAsync(V1Pod pod) => UnlessGoneAsync(ApiRequest.Delete(
        PodPaths.Pod(pod.Metadata.NamespaceProperty, pod.Metadata.Name),
        """{"apiVersion":"v1","kind":"DeleteOptions","gracePeriodSeconds":0}"""));

    private async Task UnlessGoneAsync(ApiRequest request)
    {
        try
        {
            await server.SendAsync(request.UntilAnswered(), closing.Token);
        }
        catch (Exception error) when (error is KubernetesApiException or OperationCanceledException or ObjectDisposedException)
        {
            // The pod is gone, or the node is.
        }
    }

    private async Task KeepBeatingAsync()
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(5));
        try
        {
            while (await timer.WaitForNextTickAsync(closing.Token))
            {
                await BeatAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The node leaves.
        }
    }

    /// <summary>Else the node would be taken for dead, and its pods with it.</summary>
    private Task<string> BeatAsync()
    {
        V1NodeCondition ready = new() { Type = "Ready", Status = "True", Reason = "Hollow", LastHeartbeatTime = DateTime.UtcNow };
        string status = KubernetesJson.Serialize(new V1Node { Status = new V1NodeStatus { Conditions = [ready] } });
        return server.SendAsync(ApiRequest.Patch($"api/v1/nodes/{Name}/status", status, ApiRequest.StrategicMergePatch).UntilAnswered(), closing.Token);
    }
}

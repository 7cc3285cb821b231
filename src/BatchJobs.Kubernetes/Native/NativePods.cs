using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using BatchJobs.Client;
using BatchJobs.Kubernetes.Executor;
using BatchJobs.Kubernetes.Logs;
using BatchJobs.Kubernetes.Mapping;
using BatchJobs.Kubernetes.Requests;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using k8s;
using k8s.Models;

namespace BatchJobs.Kubernetes.Native;

/// <summary>The pods that the cluster's controller runs for a Job.</summary>
internal sealed class NativePods(ApiServer server)
{
    private const string CompletionIndex = "batch.kubernetes.io/job-completion-index";
    private static readonly TimeSpan LogPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>The query that selects the pods of a Job.</summary>
    public static string Query(Job job) => SelectorText.Query(job.Spec.Selector).TrimStart('&');

    public async Task<IReadOnlyList<JobPod>> ListAsync(Job job, CancellationToken cancellationToken)
    {
        ApiRequest list = ApiRequest.Get($"{PodPaths.Collection(job.Key().Namespace)}?{Query(job)}");
        V1PodList pods = await server.SendAsync<V1PodList>(list, cancellationToken).ConfigureAwait(false);
        Func<V1Pod, JobPod> view = View(job);
        return [.. pods.Items
            .OrderBy(pod => pod.Metadata.CreationTimestamp)
            .ThenBy(pod => pod.Metadata.Name, StringComparer.Ordinal)
            .Select(view)];
    }

    /// <summary>Reads the pods of a Job, which it numbers in the order in which it sees them.</summary>
    public static Func<JsonElement, JobPod?> Reader(Job job)
    {
        Func<V1Pod, JobPod> view = View(job);
        return content => view(KubernetesJson.Deserialize<V1Pod>(content));
    }

    /// <exception cref="JobNotFoundException">The Job has no such pod.</exception>
    public async Task DeleteAsync(Job job, string podName, TimeSpan? gracePeriod, CancellationToken cancellationToken)
    {
        await CheckAsync(job, podName, cancellationToken).ConfigureAwait(false);
        string grace = gracePeriod is { } period ? string.Create(CultureInfo.InvariantCulture, $"?gracePeriodSeconds={Math.Max(1, (long)period.TotalSeconds)}") : "";
        await SendAsync(job, podName, ApiRequest.Delete(PodPaths.Pod(job.Key().Namespace, podName) + grace, "{}"), cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="JobNotFoundException">The Job has no such pod.</exception>
    public async Task<LogSource> LogSourceAsync(Job job, string podName, CancellationToken cancellationToken)
    {
        await CheckAsync(job, podName, cancellationToken).ConfigureAwait(false);
        string path = PodPaths.Pod(job.Key().Namespace, podName);
        return new LogSource(path, LookAsync, LogPatience);

        async Task<PodStatus?> LookAsync(CancellationToken token)
        {
            try
            {
                return PodStatusMap.Of(await server.SendAsync<V1Pod>(ApiRequest.Get(path), token).ConfigureAwait(false));
            }
            catch (KubernetesApiException error) when (error.Is(HttpStatusCode.NotFound))
            {
                return null;
            }
        }
    }

    private async Task CheckAsync(Job job, string podName, CancellationToken cancellationToken)
    {
        JobKey key = job.Key();
        if (!ObjectNames.IsPossible(podName))
        {
            throw new JobNotFoundException(key, "pods", podName);
        }

        string found = await SendAsync(job, podName, ApiRequest.Get(PodPaths.Pod(key.Namespace, podName)), cancellationToken).ConfigureAwait(false);
        if (KubernetesJson.Deserialize<V1Pod>(found).Metadata.OwnerReferences?.Any(owner => owner.Uid == job.Metadata.Uid) != true)
        {
            throw new JobNotFoundException(key, "pods", podName);
        }
    }

    private Task<string> SendAsync(Job job, string podName, ApiRequest request, CancellationToken cancellationToken) =>
        NativeErrors.TranslateAsync(job.Key(), "pods", () => server.SendAsync(request, cancellationToken), podName);

    private static Func<V1Pod, JobPod> View(Job job)
    {
        ConcurrentDictionary<string, long> numbers = new(StringComparer.Ordinal);
        Guid jobUid = Guid.TryParse(job.Metadata.Uid, out Guid uid) ? uid : Guid.Empty;
        return pod => new JobPod
        {
            Id = new PodId(jobUid, numbers.GetOrAdd(pod.Metadata.Uid, static (_, all) => all.Count, numbers)),
            Name = pod.Metadata.Name,
            Uid = Guid.TryParse(pod.Metadata.Uid, out Guid own) ? own : Guid.Empty,
            Index = IndexOf(pod.Metadata),
            CreationTimestamp = new DateTimeOffset(DateTime.SpecifyKind(pod.Metadata.CreationTimestamp ?? default, DateTimeKind.Utc)),
            Status = PodStatusMap.Of(pod),
        };
    }

    private static int? IndexOf(V1ObjectMeta metadata) =>
        metadata.Annotations is { } annotations && annotations.TryGetValue(CompletionIndex, out string? text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? index
            : null;
}

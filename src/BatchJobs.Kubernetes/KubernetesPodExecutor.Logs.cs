using System.Runtime.CompilerServices;
using BatchJobs.Execution;
using BatchJobs.Kubernetes.Executor;
using BatchJobs.Kubernetes.Logs;
using BatchJobs.Kubernetes.Mapping;
using BatchJobs.Kubernetes.Requests;
using BatchJobs.Pods;
using k8s.Models;

namespace BatchJobs.Kubernetes;

/// <content>Output of pods, also of those that are gone.</content>
public sealed partial class KubernetesPodExecutor
{
    /// <inheritdoc />
    public async IAsyncEnumerable<PodLogLine> ReadLogAsync(PodId pod, PodLogOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        bool any = false;
        if (await FindSourceAsync(pod, cancellationToken).ConfigureAwait(false) is { } source)
        {
            await foreach (PodLogLine line in logs.ReadAsync(source, options, cancellationToken).ConfigureAwait(false))
            {
                any = true;
                yield return line;
            }
        }

        foreach (PodLogLine line in any ? [] : lastLines.Of(pod))
        {
            yield return line;
        }
    }

    private async Task KeepLastLinesAsync(PodEntry pod, CancellationToken cancellationToken)
    {
        try
        {
            var tail = new PodLogOptions { Tail = options.FailedPodLogLines };
            List<PodLogLine> lines = [];
            await foreach (PodLogLine line in logs.ReadAsync(SourceOf(pod), tail, cancellationToken).ConfigureAwait(false))
            {
                lines.Add(line);
            }

            if (!pod.Forgotten)
            {
                lastLines.Keep(pod.Id, lines);
            }
        }
        catch (KubernetesApiException error)
        {
            KubernetesLog.LogLost(options.Logger, pod.Name, error);
        }
    }

    private async Task<LogSource?> FindSourceAsync(PodId pod, CancellationToken cancellationToken)
    {
        if (table.Find(pod) is { } known)
        {
            return known.Entry.Gone || known.Entry.Forgotten ? null : SourceOf(known.Entry);
        }

        if (forgetting.ContainsKey(pod.JobUid))
        {
            return null;
        }

        ApiRequest list = ApiRequest.Get($"{PodPaths.Collection(options.Namespace)}?{PodPaths.OfJob(options.Identity, pod.JobUid, pod.Ordinal)}");
        V1PodList found = await server.SendAsync<V1PodList>(list, cancellationToken).ConfigureAwait(false);
        return found.Items is [var only] && PodSnapshot.Of(only) is { Status.DeletionTimestamp: null } snapshot
            ? new LogSource(PodPaths.Pod(snapshot.Namespace, snapshot.Name), _ => Task.FromResult<PodStatus?>(snapshot.Status), LogPatience)
            : null;
    }

    private LogSource SourceOf(PodEntry pod) => new(
        PodPaths.Pod(pod.Namespace, pod.Name),
        _ => Task.FromResult(pod is { Gone: true, HasEnded: false } ? null : table.Find(pod.Id)?.Status ?? pod.Status),
        LogPatience);
}

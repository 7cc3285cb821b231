using BatchJobs.Kubernetes.Executor;
using BatchJobs.Pods;

namespace BatchJobs.Kubernetes;

/// <content>What is asked of pods that exist: to stop, to be let go, to be forgotten with their Job.</content>
public sealed partial class KubernetesPodExecutor
{
    /// <inheritdoc />
    public ValueTask StopAsync(PodId pod, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default)
    {
        if (table.FindToStop(pod, gracePeriod) is { } entry)
        {
            outbox.Post("stop", entry.Name, token => orders.StopAsync(entry, gracePeriod, token));
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask ReleaseAsync(PodId pod, CancellationToken cancellationToken = default)
    {
        table.Release(pod);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<PodEntry> left = table.Forget(jobUid);
        string? namespaceName = namespaces.TryRemove(jobUid, out string? started) ? started : left is [{ } first, ..] ? first.Namespace : options.Namespace;
        forgetting[jobUid] = true;
        outbox.Post("delete", $"pods of Job {jobUid}", async token =>
        {
            if (!orphanPods)
            {
                await orders.DeleteAllAsync(namespaceName, jobUid, token).ConfigureAwait(false);
            }

            foreach (PodEntry entry in left)
            {
                outbox.Post("release", entry.Name, inner => orders.ReleaseAsync(entry, inner));
            }

            forgetting.TryRemove(jobUid, out _);
        });
        lastLines.Forget(jobUid);
        return ValueTask.CompletedTask;
    }

    /// <summary>While the pod was created somebody asked for its end, or for that of its Job.</summary>
    private void Undo(PodEntry pod)
    {
        outbox.Post("stop", pod.Name, token => orders.StopAsync(pod, pod.StopWhenConfirmed.GracePeriod, token));
        if (pod.Forgotten)
        {
            outbox.Post("release", pod.Name, token => orders.ReleaseAsync(pod, token));
        }
    }
}

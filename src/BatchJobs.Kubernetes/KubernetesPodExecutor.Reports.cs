using BatchJobs.Execution;
using BatchJobs.Kubernetes.Executor;
using BatchJobs.Pods;

namespace BatchJobs.Kubernetes;

/// <content>What is known of pods, and what follows when they have ended.</content>
public sealed partial class KubernetesPodExecutor
{
    /// <inheritdoc />
    public ValueTask<IReadOnlyList<PodReport>> ListAsync(CancellationToken cancellationToken = default) =>
        feed.Error is { } error ? ValueTask.FromException<IReadOnlyList<PodReport>>(error) : new(table.ListUnreleased());

    private void Report(PodId pod, PodStatus? status)
    {
        try
        {
            if (status is null)
            {
                observer!.OnVanished(pod);
            }
            else
            {
                observer!.OnReport(new PodReport(pod, status));
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            KubernetesLog.ObserverFailed(options.Logger, pod.ToString(), error); // the watch must not end with it
        }
    }

    private void Settle(PodEntry pod) => outbox.Post("release", pod.Name, async token =>
    {
        if (pod.Status is { Phase: PodPhase.Failed } && options is { FailedPodLogs: > 0, FailedPodLogLines: > 0 })
        {
            await KeepLastLinesAsync(pod, token).ConfigureAwait(false);
        }

        if (options.TrackingFinalizer)
        {
            await orders.ReleaseAsync(pod, token).ConfigureAwait(false);
        }
    });
}

using System.Runtime.CompilerServices;
using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Kubernetes.Executor;
using BatchJobs.Kubernetes.Logs;
using BatchJobs.Kubernetes.Native;
using BatchJobs.Kubernetes.Watching;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Kubernetes;

/// <content>The pods of a Job and their output.</content>
public sealed partial class KubernetesJobClient
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<JobPod>> ListPodsAsync(JobKey key, CancellationToken cancellationToken = default) =>
        await pods.ListAsync(await GetAsync(key, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async IAsyncEnumerable<JobPod> WatchPodsAsync(JobKey key, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Job job = await GetAsync(key, cancellationToken).ConfigureAwait(false);
        LatestSink<JobPod> changes = new(NativePods.Reader(job));
        Feed feed = FeedOf(PodPaths.Collection(key.Namespace), NativePods.Query(job), changes);
        await foreach ((JobPod pod, _, bool removed) in FollowAsync(feed, null, changes, FinishedAsync, cancellationToken).ConfigureAwait(false))
        {
            if (!removed)
            {
                yield return pod;
            }
        }

        if (feed.End is { } end)
        {
            throw end;
        }

        async Task FinishedAsync(CancellationToken token)
        {
            try
            {
                await WaitAsync(key, token).ConfigureAwait(false);
            }
            catch (JobNotFoundException)
            {
                // Gone is an end too.
            }

            // What the watch may not have said yet.
            await FeedOf(PodPaths.Collection(key.Namespace), NativePods.Query(job), changes).ListAsync(token).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async Task DeletePodAsync(JobKey key, string podName, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default) =>
        await pods.DeleteAsync(await GetAsync(key, cancellationToken).ConfigureAwait(false), podName, gracePeriod, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async IAsyncEnumerable<PodLogLine> ReadLogAsync(JobKey key, string podName, PodLogOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Job job = await GetAsync(key, cancellationToken).ConfigureAwait(false);
        LogSource source = await pods.LogSourceAsync(job, podName, cancellationToken).ConfigureAwait(false);
        await foreach (PodLogLine line in logs.ReadAsync(source, options ?? new PodLogOptions(), cancellationToken).ConfigureAwait(false))
        {
            yield return line;
        }
    }
}

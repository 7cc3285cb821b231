using System.Runtime.CompilerServices;
using BatchJobs.Client;
using BatchJobs.Durability;
using BatchJobs.Events;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Runtime;
using BatchJobs.Watching;

namespace BatchJobs;

/// <content>Pods and their output.</content>
public sealed partial class JobEngine
{
    /// <inheritdoc />
    public Task<IReadOnlyList<JobPod>> ListPodsAsync(JobKey key, CancellationToken cancellationToken = default) =>
        Look(key, view => view.Pods());

    /// <inheritdoc />
    public IAsyncEnumerable<JobPod> WatchPodsAsync(JobKey key, CancellationToken cancellationToken = default) =>
        WatchPodsAsync(directory.Get(key).View, cancellationToken);

    private static async IAsyncEnumerable<JobPod> WatchPodsAsync(JobView view, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LatestQueue<long> changes = view.WatchPods();
        try
        {
            while (await changes.WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                while (changes.TryDequeue(out long ordinal))
                {
                    if (view.FindPod(ordinal) is { } pod)
                    {
                        yield return pod;
                    }
                }
            }
        }
        finally
        {
            view.Unwatch(changes);
        }
    }

    /// <inheritdoc />
    public async Task DeletePodAsync(JobKey key, string podName, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(podName);
        await AskAsync(
            key,
            loop =>
            {
                loop.Happen(JobEvent.PodDeletionRequested(loop.View.Pod(podName).Id.Ordinal, gracePeriod));
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<PodLogLine> ReadLogAsync(JobKey key, string podName, PodLogOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(podName);
        if (services.Executor is not IPodLogSource logs)
        {
            throw new NotSupportedException("The executor of this engine keeps no logs.");
        }

        JobLoop loop = directory.Get(key);
        JobView view = loop.View;

        // A pod that asks for its own output may be one the executor has started by itself.
        _ = loop.LookAsync(static _ => true);
        PodId pod = view.Pod(podName).Id;
        options ??= new PodLogOptions();
        IAsyncEnumerable<PodLogLine> lines = logs.ReadLogAsync(pod, options, cancellationToken);
        return view.KeptLog(pod.Ordinal) is { Count: > 0 } kept ? KeptLogs.OrElse(lines, kept, options, cancellationToken) : lines;
    }
}

using System.Runtime.CompilerServices;
using BatchJobs.Client;
using BatchJobs.Kubernetes.Native;
using BatchJobs.Kubernetes.Watching;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Kubernetes;

/// <content>Watching Jobs, and waiting for them.</content>
public sealed partial class KubernetesJobClient
{
    /// <inheritdoc />
    public async IAsyncEnumerable<JobChange> WatchAsync(JobWatchOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options ??= new JobWatchOptions();
        string selector = (options.Key is { } one ? "fieldSelector=" + Uri.EscapeDataString($"metadata.name={one.Name}") : "") + SelectorText.Query(options.LabelSelector);
        LatestSink<Job> changes = new(WireObjects.Job);
        HashSet<JobKey> seen = [];
        Feed feed = FeedOf(jobs.Collection(options.Key?.Namespace ?? options.Namespace), selector.TrimStart('&'), changes, options.ResourceVersion is not null);
        await foreach ((Job job, bool isNew, bool removed) in FollowAsync(feed, options.ResourceVersion, changes, null, cancellationToken).ConfigureAwait(false))
        {
            bool first = removed ? seen.Remove(job.Key()) : seen.Add(job.Key());
            bool added = first && (isNew || options.ResourceVersion is null);
            yield return new JobChange(removed ? JobChangeType.Deleted : added ? JobChangeType.Added : JobChangeType.Modified, job);
        }

        if (feed.Error is KubernetesApiException { StatusCode: System.Net.HttpStatusCode.Gone } gone && options.ResourceVersion is { } version)
        {
            throw new WatchExpiredException(version, gone.Message);
        }
    }

    /// <inheritdoc />
    public async Task<Job> WaitAsync(JobKey key, CancellationToken cancellationToken = default)
    {
        await GetAsync(key, cancellationToken).ConfigureAwait(false);
        await foreach (JobChange change in WatchAsync(new JobWatchOptions { Key = key }, cancellationToken).ConfigureAwait(false))
        {
            if (change.Type == JobChangeType.Deleted)
            {
                break;
            }

            if (change.Job.IsFinished())
            {
                return change.Job;
            }
        }

        throw new JobNotFoundException(key);
    }

    private Feed FeedOf(string collection, string selector, IFeedSink sink, bool endsWhenGone = false) =>
        new(server, collection, selector, sink, options.Watch, options.TimeProvider, options.Logger) { EndsWhenGone = endsWhenGone };

    /// <summary>Reads what a feed sees until its end is reached, if it has one.</summary>
    private static async IAsyncEnumerable<LatestChange<T>> FollowAsync<T>(
        Feed feed,
        string? version,
        LatestSink<T> changes,
        Func<CancellationToken, Task>? end,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        string from = version ?? await feed.ListAsync(cancellationToken).ConfigureAwait(false);
        Task[] running = [Task.Run(() => CompleteAfterAsync(feed.RunAsync(from, stop.Token)), CancellationToken.None), end is null ? Task.CompletedTask : CompleteAfterAsync(end(stop.Token))];
        try
        {
            await foreach (LatestChange<T> change in changes.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return change;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task CompleteAfterAsync(Task last)
        {
            await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            changes.Complete();
        }
    }
}

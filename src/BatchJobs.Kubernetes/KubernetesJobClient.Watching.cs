using System.Net;
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
        string selector = (options.Key is { } one ? OnlyNamed(one) : "") + SelectorText.Query(options.LabelSelector);
        LatestSink<Job> changes = new(WireObjects.Job);
        HashSet<JobKey> seen = [];
        Feed feed = FeedOf(jobs.Collection(options.Key?.Namespace ?? options.Namespace), selector.TrimStart('&'), changes, options.ResourceVersion is not null);
        await foreach ((Job job, bool isNew, bool removed) in FollowAsync(feed, options.ResourceVersion, changes, null, cancellationToken).ConfigureAwait(false))
        {
            bool first = removed ? !seen.Remove(job.Key()) : seen.Add(job.Key());
            if (removed && first && options.ResourceVersion is null)
            {
                continue; // it came and went unseen
            }

            bool added = first && (isNew || options.ResourceVersion is null);
            yield return new JobChange(removed ? JobChangeType.Deleted : added ? JobChangeType.Added : JobChangeType.Modified, job);
        }

        if (feed.End is { } end)
        {
            throw options.ResourceVersion is not { } version ? end
                : end.Is(HttpStatusCode.Gone) ? new WatchExpiredException(version, end.Message)
                : end.Is(HttpStatusCode.BadRequest) ? new ArgumentException(end.Message, nameof(options), end)
                : end;
        }
    }

    /// <inheritdoc />
    public async Task<Job> WaitAsync(JobKey key, CancellationToken cancellationToken = default)
    {
        Job job = await GetAsync(key, cancellationToken).ConfigureAwait(false);
        while (!job.IsFinished())
        {
            // Between a look and a watch that begins anew the Job could go unseen; a watch that goes on from a list misses nothing.
            (IReadOnlyList<Job> found, string version) = await jobs.ListAsync(key.Namespace, OnlyNamed(key), WireObjects.Job, cancellationToken).ConfigureAwait(false);
            if (found is not [Job now] || now.Metadata.Uid != job.Metadata.Uid)
            {
                throw new JobNotFoundException(key);
            }

            job = now.IsFinished() ? now : await FinishAsync(now, version, cancellationToken).ConfigureAwait(false);
        }

        return job;
    }

    /// <returns>The Job when it has finished, or as it was when the watch could not go on.</returns>
    /// <exception cref="JobNotFoundException">It was deleted.</exception>
    private async Task<Job> FinishAsync(Job job, string version, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (JobChange change in WatchAsync(new JobWatchOptions { Key = job.Key(), ResourceVersion = version }, cancellationToken).ConfigureAwait(false))
            {
                if (change.Type == JobChangeType.Deleted)
                {
                    throw new JobNotFoundException(job.Key());
                }

                if (change.Job.IsFinished())
                {
                    return change.Job;
                }
            }
        }
        catch (WatchExpiredException)
        {
            // The Job is looked at again.
        }

        return job;
    }

    private static string OnlyNamed(JobKey key) => "fieldSelector=" + Uri.EscapeDataString($"metadata.name={key.Name}");

    private Feed FeedOf(string collection, string selector, IFeedSink sink, bool endsWhenGone = false) =>
        new(server, collection, selector, sink, options.Watch, options.TimeProvider, options.Logger) { EndsWhenGone = endsWhenGone, EndsWhenRefused = true };

    /// <summary>Reads what a feed sees until its end is reached, if it has one.</summary>
    /// <exception cref="ObjectDisposedException">This client was closed meanwhile.</exception>
    private async IAsyncEnumerable<LatestChange<T>> FollowAsync<T>(
        Feed feed,
        string? version,
        LatestSink<T> changes,
        Func<CancellationToken, Task>? end,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token);
        string from = version ?? await feed.ListAsync(cancellationToken).ConfigureAwait(false);
        Task ending = end?.Invoke(stop.Token) ?? Task.CompletedTask;
        Task[] running = [Task.Run(() => CompleteAfterAsync(feed.RunAsync(from, stop.Token)), CancellationToken.None), end is null ? Task.CompletedTask : CompleteAfterAsync(ending)];
        try
        {
            await foreach (LatestChange<T> change in changes.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return change;
            }

            ObjectDisposedException.ThrowIf(closing.IsCancellationRequested, this);
            if (feed.End is null)
            {
                await ending.ConfigureAwait(false); // an end that could not be found out is none
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

using System.Globalization;
using System.Runtime.CompilerServices;
using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Runtime;
using BatchJobs.Specs;
using BatchJobs.Watching;

namespace BatchJobs;

/// <content>Lists and watches of Jobs.</content>
public sealed partial class JobEngine
{
    /// <inheritdoc />
    public Task<JobList> ListAsync(JobListOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new JobListOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Limit, 1, nameof(options));
        var fields = new FieldSelection(options.FieldSelector);
        string version = services.ResourceVersion.ToString(CultureInfo.InvariantCulture);
        (List<Job> page, bool more) = directory.All
            .Where(loop => options.Namespace is null || loop.Key.Namespace == options.Namespace)
            .Where(loop => options.Continue is not { } start || Order(loop.Key, start) > 0)
            .OrderBy(loop => loop.Key.Namespace, StringComparer.Ordinal)
            .ThenBy(loop => loop.Key.Name, StringComparer.Ordinal)
            .Where(loop => LabelSelection.Matches(options.LabelSelector, loop.View.Stored.Metadata.Labels))
            .Select(loop => loop.View.Snapshot())
            .Where(fields.Matches)
            .Where(job => options.Finished is null || options.Finished == job.IsFinished())
            .TakePage(options.Limit);
        return Task.FromResult(new JobList(page, more ? page[^1].Key() : null, version));
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<JobChange> WatchAsync(
        JobWatchOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options ??= new JobWatchOptions();
        Watcher watcher = watchers.Subscribe(options);
        try
        {
            Begin(watcher, options.ResourceVersion);

            while (await watcher.Queue.WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                while (watcher.Queue.TryDequeue(out JobLoop loop))
                {
                    if (watcher.Look(loop) is { } change)
                    {
                        yield return change;
                    }
                }
            }
        }
        finally
        {
            watchers.Unsubscribe(watcher);
        }
    }

    private void Begin(Watcher watcher, string? resourceVersion)
    {
        if (resourceVersion is null)
        {
            foreach (JobLoop loop in directory.All)
            {
                watcher.Tell(loop);
            }

            return;
        }

        if (!long.TryParse(resourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out long version))
        {
            throw new ArgumentException($"\"{resourceVersion}\" is no resource version.", nameof(resourceVersion));
        }

        long newest = services.ResourceVersion;
        if (version > newest)
        {
            throw WatchHub.Expired(version, $"Too large resource version: {version}, current: {newest}");
        }

        foreach (JobLoop loop in watchers.Since(version, directory))
        {
            watcher.Resume(loop, version);
        }
    }

    private static int Order(JobKey one, JobKey other)
    {
        int order = string.CompareOrdinal(one.Namespace, other.Namespace);
        return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
    }
}

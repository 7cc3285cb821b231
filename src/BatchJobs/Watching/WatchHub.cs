using BatchJobs.Client;
using BatchJobs.Runtime;
using BatchJobs.Specs;

namespace BatchJobs.Watching;

/// <summary>Tells watchers which Jobs have changed; each reads the latest state when it gets there.</summary>
internal sealed class WatchHub
{
    private readonly Lock gate = new();
    private Watcher[] watchers = [];

    public Watcher Subscribe(JobWatchOptions options)
    {
        var watcher = new Watcher(options);
        lock (gate)
        {
            watchers = [.. watchers, watcher];
        }

        return watcher;
    }

    public void Unsubscribe(Watcher watcher)
    {
        lock (gate)
        {
            watchers = [.. watchers.Where(other => other != watcher)];
        }
    }

    public void Changed(JobLoop loop)
    {
        foreach (Watcher watcher in Volatile.Read(ref watchers))
        {
            watcher.Tell(loop);
        }
    }

    public void Removed(JobLoop loop) => Changed(loop);

    /// <summary>No change will come any more.</summary>
    public void Complete()
    {
        foreach (Watcher watcher in Volatile.Read(ref watchers))
        {
            watcher.Queue.Complete();
        }
    }
}

/// <summary>One watcher: which Jobs it wants, and which of them have news for it.</summary>
internal sealed class Watcher(JobWatchOptions options)
{
    private readonly HashSet<Guid> seen = [];

    public LatestQueue<JobLoop> Queue { get; } = new();

    public void Tell(JobLoop loop)
    {
        if ((options.Key is null || options.Key == loop.Key) && (options.Namespace is null || options.Namespace == loop.Key.Namespace))
        {
            Queue.Enqueue(loop);
        }
    }

    /// <summary>For the reader only: what the news about a Job is; null when the Job is none of its business.</summary>
    public JobChange? Look(JobLoop loop)
    {
        Job job = loop.View.Snapshot();
        bool matches = LabelSelection.Matches(options.LabelSelector, job.Metadata.Labels);
        if (loop.View.IsClosed || !matches)
        {
            return seen.Remove(loop.Uid) ? new JobChange(JobChangeType.Deleted, job) : null;
        }

        return new JobChange(seen.Add(loop.Uid) ? JobChangeType.Added : JobChangeType.Modified, job);
    }
}

using BatchJobs.Client;
using BatchJobs.Runtime;
using BatchJobs.Specs;

namespace BatchJobs.Watching;

/// <summary>One watcher: which Jobs it wants, and which of them have news for it.</summary>
internal sealed class Watcher(JobWatchOptions options)
{
    /// <summary>The Jobs it knows of, by the version it saw last.</summary>
    private readonly Dictionary<Guid, long> seen = [];

    public LatestQueue<JobLoop> Queue { get; } = new();

    /// <summary>Tells it that a Job may have changed; whether it was woken by that.</summary>
    public bool Tell(JobLoop loop) => Wants(loop) && Queue.Enqueue(loop);

    /// <summary>Takes up what a watcher saw that went on up to a version: it knows of what was there, and is told of what has changed since.</summary>
    public void Resume(JobLoop loop, long version)
    {
        if (!Wants(loop))
        {
            return;
        }

        JobView view = loop.View;
        if (view.FirstVersion <= version && (view.LabelsVersion > version || Selects(view.Stored)))
        {
            seen[loop.Uid] = Math.Min(version, view.Version);
        }

        if (view.Version > version)
        {
            Queue.Enqueue(loop);
        }
    }

    /// <summary>For the reader only: what the news about a Job is; null when there is none, or it is none of its business.</summary>
    public JobChange? Look(JobLoop loop)
    {
        bool gone = loop.View.IsClosed; // before the object, which may end and go between two looks
        Job job = loop.View.Snapshot(out long version);
        if (gone || !Selects(job))
        {
            return seen.Remove(loop.Uid) ? new JobChange(JobChangeType.Deleted, job) : null;
        }

        if (!seen.TryGetValue(loop.Uid, out long last))
        {
            seen.Add(loop.Uid, version);
            return new JobChange(JobChangeType.Added, job);
        }

        seen[loop.Uid] = version;
        return version > last ? new JobChange(JobChangeType.Modified, job) : null;
    }

    private bool Wants(JobLoop loop) =>
        (options.Key is null || options.Key == loop.Key) && (options.Namespace is null || options.Namespace == loop.Key.Namespace);

    private bool Selects(Job job) => LabelSelection.Matches(options.LabelSelector, job.Metadata.Labels);
}

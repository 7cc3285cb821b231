using System.Globalization;
using BatchJobs.Client;
using BatchJobs.Runtime;

namespace BatchJobs.Watching;

/// <summary>Tells watchers which Jobs have changed; each reads the latest state when it gets there.</summary>
internal sealed class WatchHub : IDisposable
{
    /// <summary>How many removed Jobs are remembered for watchers that come back.</summary>
    private const int RemovedLimit = 1024;

    private readonly Lock gate = new();
    private readonly Queue<(long Version, JobLoop Job)> removed = new();
    private readonly PacedNews<JobLoop> news;
    private Watcher[] watchers = [];
    private long forgotten;
    private bool completed;

    public WatchHub() => news = new PacedNews<JobLoop>(Tell, TimeProvider.System);

    /// <summary>Adds a watcher that is told of everything from now on.</summary>
    public Watcher Subscribe(JobWatchOptions options)
    {
        var watcher = new Watcher(options);
        lock (gate)
        {
            watchers = [.. watchers, watcher];
            if (completed)
            {
                watcher.Queue.Complete();
            }
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
        if (Volatile.Read(ref watchers).Length > 0)
        {
            news.Changed(loop);
        }
    }

    /// <summary>Takes a Job out of the directory and keeps it in mind, so that a watcher that comes back finds it here or there.</summary>
    public void Remove(JobLoop gone, LoopServices services)
    {
        lock (gate)
        {
            services.Directory.Remove(gone);
            gone.View.Remove(services.NextVersion());
            removed.Enqueue((gone.View.Version, gone));
            if (removed.Count > RemovedLimit)
            {
                forgotten = removed.Dequeue().Version;
            }
        }
    }

    /// <summary>Versions before this one say nothing about Jobs that are gone, as after a restart.</summary>
    public void Forget(long version)
    {
        lock (gate)
        {
            forgotten = Math.Max(forgotten, version);
        }
    }

    /// <summary>The Jobs that are there, and those that went after a version.</summary>
    /// <exception cref="WatchExpiredException">Not all of these are remembered.</exception>
    public IReadOnlyList<JobLoop> Since(long version, JobDirectory directory)
    {
        lock (gate)
        {
            return version >= forgotten
                ? [.. removed.Where(job => job.Version > version).Select(job => job.Job), .. directory.All]
                : throw Expired(version, $"too old resource version: {version} ({forgotten})");
        }
    }

    public static WatchExpiredException Expired(long version, string message) => new(version.ToString(CultureInfo.InvariantCulture), message);

    /// <summary>No change will come any more.</summary>
    public void Dispose()
    {
        news.Flush();
        news.Dispose();
        lock (gate)
        {
            completed = true;
            foreach (Watcher watcher in watchers)
            {
                watcher.Queue.Complete();
            }
        }
    }

    private int Tell(JobLoop loop)
    {
        int woken = 0;
        foreach (Watcher watcher in Volatile.Read(ref watchers))
        {
            woken += watcher.Tell(loop) ? 1 : 0;
        }

        return woken;
    }
}

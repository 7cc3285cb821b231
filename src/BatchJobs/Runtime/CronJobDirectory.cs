using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using BatchJobs.Client;
using BatchJobs.Cron;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Runtime;

/// <summary>Finds the loop of a CronJob, and tells it what becomes of its Jobs.</summary>
internal sealed class CronJobDirectory
{
    private readonly ConcurrentDictionary<JobKey, CronJobLoop> byKey = [];
    private readonly ConcurrentDictionary<JobKey, bool> broken = [];

    private volatile bool open;

    public IEnumerable<CronJobLoop> All => Ready.Values;

    private ConcurrentDictionary<JobKey, CronJobLoop> Ready => open ? byKey : throw JobDirectory.NotStarted();

    /// <summary>Lets CronJobs be found: those of the store have been taken up.</summary>
    public void Open() => open = true;

    /// <summary>Those whose loop has ended by a defect, as long as none of their name has taken their place.</summary>
    public IEnumerable<JobKey> Broken => broken.Keys;

    public bool TryAdd(CronJobLoop loop)
    {
        if (!byKey.TryAdd(loop.Key, loop))
        {
            return false;
        }

        broken.TryRemove(loop.Key, out _);
        return true;
    }

    public void Remove(CronJobLoop loop) => byKey.TryRemove(new KeyValuePair<JobKey, CronJobLoop>(loop.Key, loop));

    /// <summary>A loop has ended by a defect.</summary>
    public void Break(CronJobLoop loop)
    {
        broken[loop.Key] = true;
        Remove(loop);
    }

    public CronJobLoop Get(JobKey key) => Ready.TryGetValue(key, out CronJobLoop? loop) ? loop : throw new JobNotFoundException(key, "cronjobs");

    public bool TryGet(JobKey key, [NotNullWhen(true)] out CronJobLoop? loop) => Ready.TryGetValue(key, out loop);

    /// <summary>A Job is new or has changed.</summary>
    public void ChildChanged(JobLoop job)
    {
        if (TryGetOwner(job, out CronJobLoop? owner))
        {
            owner.Post(CronJobEvent.ChildChanged(ReportOf(job)));
        }
    }

    /// <summary>A Job is gone.</summary>
    public void ChildRemoved(JobLoop job)
    {
        if (TryGetOwner(job, out CronJobLoop? owner))
        {
            owner.Post(CronJobEvent.ChildRemoved(job.Key.Name, job.Uid));
        }
    }

    public static ChildJobReport ReportOf(JobLoop job)
    {
        Job snapshot = job.View.Snapshot();
        ChildJobOutcome outcome = snapshot.IsComplete() ? ChildJobOutcome.Complete : snapshot.IsFailed() ? ChildJobOutcome.Failed : ChildJobOutcome.None;
        return new ChildJobReport(job.Key.Name, job.Uid, outcome, snapshot.Status?.StartTime, snapshot.Status?.CompletionTime);
    }

    private bool TryGetOwner(JobLoop job, [NotNullWhen(true)] out CronJobLoop? owner)
    {
        owner = null;
        return job.View.OwnerReferences is { } references
            && references.FirstOrDefault(reference => reference is { Controller: true, Kind: "CronJob" }) is { } controller
            && byKey.TryGetValue(new JobKey(job.Key.Namespace, controller.Name ?? ""), out owner)
            && Guid.TryParse(controller.Uid, out Guid uid)
            && uid == owner.Uid;
    }
}

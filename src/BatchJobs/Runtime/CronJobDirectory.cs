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

    public IEnumerable<CronJobLoop> All => byKey.Values;

    public bool TryAdd(CronJobLoop loop) => byKey.TryAdd(loop.Key, loop);

    public void Remove(CronJobLoop loop) => byKey.TryRemove(new KeyValuePair<JobKey, CronJobLoop>(loop.Key, loop));

    public CronJobLoop Get(JobKey key) => byKey.TryGetValue(key, out CronJobLoop? loop) ? loop : throw new JobNotFoundException(key, "cronjobs");

    public bool TryGet(JobKey key, [NotNullWhen(true)] out CronJobLoop? loop) => byKey.TryGetValue(key, out loop);

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

    private bool TryGetOwner(JobLoop job, [NotNullWhen(true)] out CronJobLoop? owner)
    {
        owner = null;
        return job.View.Stored.Metadata.OwnerReferences is { } references
            && references.FirstOrDefault(reference => reference is { Controller: true, Kind: "CronJob" }) is { } controller
            && byKey.TryGetValue(new JobKey(job.Key.Namespace, controller.Name ?? ""), out owner);
    }

    private static ChildJobReport ReportOf(JobLoop job)
    {
        Job snapshot = job.View.Snapshot();
        ChildJobOutcome outcome = snapshot.IsComplete() ? ChildJobOutcome.Complete : snapshot.IsFailed() ? ChildJobOutcome.Failed : ChildJobOutcome.None;
        return new ChildJobReport(job.Key.Name, job.Uid, outcome, snapshot.Status?.StartTime, snapshot.Status?.CompletionTime);
    }
}

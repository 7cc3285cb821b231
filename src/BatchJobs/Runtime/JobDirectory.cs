using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Events;
using BatchJobs.Pods;
using BatchJobs.Primitives;

namespace BatchJobs.Runtime;

/// <summary>Finds the loop of a Job by key or uid, and hands it what the executor reports.</summary>
internal sealed class JobDirectory : IPodObserver
{
    private readonly ConcurrentDictionary<JobKey, JobLoop> byKey = [];
    private readonly ConcurrentDictionary<Guid, JobLoop> byUid = [];

    public IEnumerable<JobLoop> All => byKey.Values;

    public bool TryAdd(JobLoop loop)
    {
        if (!byKey.TryAdd(loop.Key, loop))
        {
            return false;
        }

        byUid[loop.Uid] = loop;
        return true;
    }

    public void Remove(JobLoop loop)
    {
        byUid.TryRemove(loop.Uid, out _);
        byKey.TryRemove(new KeyValuePair<JobKey, JobLoop>(loop.Key, loop));
    }

    public bool TryGet(JobKey key, [NotNullWhen(true)] out JobLoop? loop) => byKey.TryGetValue(key, out loop);

    public JobLoop Get(JobKey key) => byKey.TryGetValue(key, out JobLoop? loop) ? loop : throw new JobNotFoundException(key);

    public void OnReport(in PodReport report)
    {
        if (byUid.TryGetValue(report.Pod.JobUid, out JobLoop? loop))
        {
            loop.Post(JobEvent.PodReported(report.Pod.Ordinal, report.Status));
        }
    }

    public void OnVanished(PodId pod)
    {
        if (byUid.TryGetValue(pod.JobUid, out JobLoop? loop))
        {
            loop.Post(JobEvent.PodVanished(pod.Ordinal));
        }
    }
}

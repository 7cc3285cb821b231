using System.Diagnostics.CodeAnalysis;
using BatchJobs.Client;
using BatchJobs.Events;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;

namespace BatchJobs.Runtime;

/// <summary>Finds the loop of a Job by key or uid, and hands it what the executor reports.</summary>
internal sealed class JobDirectory : IPodObserver
{
    private readonly KeyedSet<JobKey, JobLoop> byKey = new(static loop => loop.Key);
    private readonly KeyedSet<Guid, JobLoop> byUid = new(static loop => loop.Uid);

    private volatile bool open;

    public IEnumerable<JobLoop> All => Ready.All;

    /// <summary>The Jobs there are, even while those of the store are being taken up.</summary>
    public IEnumerable<JobLoop> Present => byKey.All;

    private KeyedSet<JobKey, JobLoop> Ready => open ? byKey : throw NotStarted();

    /// <summary>Lets Jobs be found: those of the store have been taken up.</summary>
    public void Open() => open = true;

    public static InvalidOperationException NotStarted() =>
        new($"The engine has not taken up the Jobs of its store yet: await {nameof(JobEngine)}.{nameof(JobEngine.OpenAsync)} or {nameof(JobEngine.StartAsync)} first.");

    public bool Knows(Guid uid) => byUid.TryGet(uid, out _);

    /// <summary>Lets a Job be found, also by what the executor reports; false if there is one of its name.</summary>
    public bool TryAdd(JobLoop loop)
    {
        if (!TryAddHeld(loop))
        {
            return false;
        }

        ExpectReports(loop);
        return true;
    }

    /// <summary>Lets a Job be found of which the executor knows nothing yet; false if there is one of its name.</summary>
    public bool TryAddHeld(JobLoop loop) => byKey.TryAdd(loop);

    /// <summary>The executor will hear of a Job.</summary>
    public void ExpectReports(JobLoop loop) => byUid.TryAdd(loop);

    /// <summary>The executor has nothing more to tell of a Job.</summary>
    public void ExpectNoReports(JobLoop loop) => byUid.Remove(loop);

    public void Remove(JobLoop loop)
    {
        if (loop.IsReported)
        {
            byUid.Remove(loop);
        }

        byKey.Remove(loop);
    }

    public bool TryGet(JobKey key, [NotNullWhen(true)] out JobLoop? loop) => Ready.TryGet(key, out loop);

    public JobLoop Get(JobKey key) => Ready.TryGet(key, out JobLoop? loop) ? loop : throw new JobNotFoundException(key);

    public void OnReport(in PodReport report)
    {
        if (byUid.TryGet(report.Pod.JobUid, out JobLoop? loop))
        {
            loop.Post(JobEvent.PodReported(report.Pod.Ordinal, report.Status));
        }
    }

    public void OnCompleted(Guid jobUid, ReadOnlySpan<PodCompletion> ended)
    {
        if (byUid.TryGet(jobUid, out JobLoop? loop))
        {
            loop.PodsCompleted(ended);
        }
    }

    public void OnVanished(PodId pod)
    {
        if (byUid.TryGet(pod.JobUid, out JobLoop? loop))
        {
            loop.Post(JobEvent.PodVanished(pod.Ordinal));
        }
    }
}

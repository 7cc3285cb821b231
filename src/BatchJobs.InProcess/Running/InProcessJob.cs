using System.Diagnostics.CodeAnalysis;
using BatchJobs.InProcess.Logs;

namespace BatchJobs.InProcess.Running;

/// <summary>What the executor keeps of a Job until it is forgotten: its pods, and what ended pods leave behind.</summary>
internal sealed class InProcessJob(InProcessExecutorOptions options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, InProcessPod> pods = [];
    private readonly Dictionary<long, PodLog> logs = [];
    private readonly Queue<long> endedLogs = new();
    private readonly Dictionary<int, object> results = [];

    public IReadOnlyList<InProcessPod> Pods
    {
        get
        {
            lock (gate)
            {
                return [.. pods.Values];
            }
        }
    }

    public bool TryAdd(InProcessPod pod)
    {
        lock (gate)
        {
            return pods.TryAdd(pod.Request.Id.Ordinal, pod);
        }
    }

    public bool TryGet(long ordinal, [NotNullWhen(true)] out InProcessPod? pod)
    {
        lock (gate)
        {
            return pods.TryGetValue(ordinal, out pod);
        }
    }

    public void Remove(InProcessPod pod)
    {
        lock (gate)
        {
            pods.Remove(pod.Request.Id.Ordinal);
        }
    }

    /// <summary>The log of a pod; null when nothing was written and nothing will be.</summary>
    public PodLog? FindLog(long ordinal)
    {
        InProcessPod? pod;
        lock (gate)
        {
            if (logs.TryGetValue(ordinal, out PodLog? log) || !pods.TryGetValue(ordinal, out pod))
            {
                return log;
            }
        }

        if (pod.IsEnded)
        {
            return null;
        }

        PodLog opened = OpenLog(pod);
        if (pod.IsEnded)
        {
            CloseLog(pod);
        }

        return opened;
    }

    public PodLog OpenLog(InProcessPod pod)
    {
        lock (gate)
        {
            long ordinal = pod.Request.Id.Ordinal;
            if (!logs.TryGetValue(ordinal, out PodLog? log))
            {
                log = new PodLog(pod.Container.Name ?? "", options.LogLinesPerPod);
                logs.Add(ordinal, log);
            }

            return log;
        }
    }

    /// <summary>No line of a pod comes any more; the logs of pods that ended long ago go.</summary>
    public void CloseLog(InProcessPod pod)
    {
        lock (gate)
        {
            long ordinal = pod.Request.Id.Ordinal;
            if (logs.TryGetValue(ordinal, out PodLog? log) && log.TryComplete())
            {
                endedLogs.Enqueue(ordinal);
                if (endedLogs.Count > options.LogHistory)
                {
                    logs.Remove(endedLogs.Dequeue());
                }
            }
        }
    }

    /// <summary>Keeps the result of a pod; false if there are too many.</summary>
    public bool TryKeepResult(int key, object result)
    {
        lock (gate)
        {
            if (results.Count >= options.MaxResultsPerJob && !results.ContainsKey(key))
            {
                return false;
            }

            results[key] = result;
            return true;
        }
    }

    /// <summary>The results of one type, by index or (NonIndexed) by the number of the pod.</summary>
    public Dictionary<int, TResult> Results<TResult>()
    {
        lock (gate)
        {
            return results.Where(result => result.Value is TResult).ToDictionary(result => result.Key, result => (TResult)result.Value);
        }
    }
}

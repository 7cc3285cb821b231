using System.Runtime.CompilerServices;
using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.Processes.Logs;

/// <summary>The output of all pods until their Job is forgotten; of ended pods no more than a total, the oldest going first.</summary>
internal sealed class PodLogStore(PodLogLimits limits)
{
    // What an ended pod costs even if it wrote nothing.
    private const int Overhead = 300;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Dictionary<long, PodLog>> _jobs = [];
    private readonly Queue<PodLog> _ended = new();
    private long _endedBytes;

    internal PodLog Create(PodId pod)
    {
        var log = new PodLog(pod, limits.MaxBytesPerPod, limits.MaxLinesPerPod);
        lock (_gate)
        {
            if (!_jobs.TryGetValue(pod.JobUid, out var logs)) _jobs[pod.JobUid] = logs = [];
            logs[pod.Ordinal] = log;
        }

        return log;
    }

    internal PodLog? Find(PodId pod)
    {
        lock (_gate) return _jobs.GetValueOrDefault(pod.JobUid)?.GetValueOrDefault(pod.Ordinal);
    }

    /// <summary>The pod has ended: from now on its log counts against the total.</summary>
    internal void End(PodLog log)
    {
        log.Close();
        lock (_gate)
        {
            if (Find(log.Pod) != log) return; // forgotten meanwhile
            _ended.Enqueue(log);
            _endedBytes += Cost(log);
            while (_endedBytes > limits.MaxBytesOfEndedPods && _ended.Count > 1)
            {
                var oldest = _ended.Dequeue();
                _endedBytes -= Cost(oldest);
                Remove(oldest.Pod);
            }
        }
    }

    /// <summary>Drops all logs of a Job; readers keep what they are reading.</summary>
    internal void Forget(Guid jobUid)
    {
        lock (_gate)
        {
            if (!_jobs.Remove(jobUid)) return;
            for (var i = _ended.Count; i > 0; i--)
            {
                var log = _ended.Dequeue();
                if (log.Pod.JobUid == jobUid) _endedBytes -= Cost(log);
                else _ended.Enqueue(log);
            }
        }
    }

    internal async IAsyncEnumerable<PodLogLine> ReadAsync(
        PodId pod,
        PodLogOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Find(pod) is not { } log) yield break;
        var position = log.Position(options.Container, options.Tail);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entries = log.Read(ref position, options.Container, out var more);
            foreach (var entry in entries)
            {
                if (options.Container is null || entry.Container == options.Container) yield return entry.ToLine();
            }

            if (entries.Length > 0) continue;
            if (!options.Follow || more is null) yield break;
            await more.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static long Cost(PodLog log) => log.Usage.Bytes + Overhead;

    private void Remove(PodId pod)
    {
        if (!_jobs.TryGetValue(pod.JobUid, out var logs)) return;
        logs.Remove(pod.Ordinal);
        if (logs.Count == 0) _jobs.Remove(pod.JobUid);
    }
}

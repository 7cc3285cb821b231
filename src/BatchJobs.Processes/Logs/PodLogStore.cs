using System.Runtime.CompilerServices;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Processes.Logs.Files;

namespace BatchJobs.Processes.Logs;

/// <summary>The output of all pods until their Job is forgotten; of ended pods no more than a total, the oldest going first.</summary>
/// <param name="limits">How much is kept.</param>
/// <param name="folder">Where files go; null for memory alone.</param>
/// <param name="writer">Writes the files; null for memory alone.</param>
internal sealed class PodLogStore(PodLogLimits limits, string? folder = null, LogWriter? writer = null)
{
    // What an ended pod costs even if it wrote nothing.
    private const int Overhead = 300;

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Dictionary<long, PodLog>> jobs = [];
    private readonly Queue<PodLog> ended = new();
    private long endedBytes;

    internal PodLog Create(PodId pod)
    {
        var files = writer is null ? null : new LogFiles(pod, FolderOf(pod.JobUid), limits, writer);
        var log = new PodLog(pod, limits.MaxBytesPerPod, limits.MaxLinesPerPod, files);
        lock (gate)
        {
            if (!jobs.TryGetValue(pod.JobUid, out var logs)) jobs[pod.JobUid] = logs = [];
            logs[pod.Ordinal] = log;
        }

        return log;
    }

    internal PodLog? Find(PodId pod)
    {
        lock (gate) return jobs.GetValueOrDefault(pod.JobUid)?.GetValueOrDefault(pod.Ordinal);
    }

    /// <summary>The pod has ended: from now on its log counts against the total.</summary>
    internal void End(PodLog log)
    {
        log.Close();
        lock (gate)
        {
            if (Find(log.Pod) != log) return; // forgotten meanwhile
            ended.Enqueue(log);
            endedBytes += Cost(log);
            while (endedBytes > limits.MaxBytesOfEndedPods && ended.Count > 1)
            {
                var oldest = ended.Dequeue();
                endedBytes -= Cost(oldest);
                Remove(oldest.Pod);
            }
        }
    }

    /// <summary>Drops all logs of a Job; readers keep what they are reading.</summary>
    internal void Forget(Guid jobUid)
    {
        lock (gate)
        {
            if (!jobs.Remove(jobUid, out var logs)) return;
            foreach (var log in logs.Values) log.Forget();
            for (var i = ended.Count; i > 0; i--)
            {
                var log = ended.Dequeue();
                if (log.Pod.JobUid == jobUid) endedBytes -= Cost(log);
                else ended.Enqueue(log);
            }
        }

        if (writer is not null && Directory.Exists(FolderOf(jobUid))) Directory.Delete(FolderOf(jobUid), recursive: true);
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

    private static long Cost(PodLog log) => log.BytesInMemory + Overhead;

    private string FolderOf(Guid jobUid) => Path.Combine(folder!, jobUid.ToString("N"));

    private void Remove(PodId pod)
    {
        if (!jobs.TryGetValue(pod.JobUid, out var logs)) return;
        logs.Remove(pod.Ordinal);
        if (logs.Count == 0) jobs.Remove(pod.JobUid);
    }
}

using System.Diagnostics.CodeAnalysis;

namespace BatchJobs.InProcess.Logs;

/// <summary>The logs of the pods of a Job, under the lock of the Job.</summary>
internal sealed class JobLogs(InProcessExecutorOptions options)
{
    private readonly Dictionary<long, PodLog> logs = [];
    private readonly Queue<long> ended = new();

    public int Count => logs.Count;

    public bool TryGet(long ordinal, [NotNullWhen(true)] out PodLog? log) => logs.TryGetValue(ordinal, out log);

    public PodLog Open(long ordinal, string container)
    {
        if (!logs.TryGetValue(ordinal, out PodLog? log))
        {
            log = new PodLog(container, options.LogLinesPerPod);
            logs.Add(ordinal, log);
        }

        return log;
    }

    /// <summary>No line of a pod comes any more; the logs of pods that ended long ago go.</summary>
    public void Close(long ordinal)
    {
        if (logs.TryGetValue(ordinal, out PodLog? log) && log.TryComplete())
        {
            ended.Enqueue(ordinal);
            if (ended.Count > options.LogHistory)
            {
                logs.Remove(ended.Dequeue());
            }
        }
    }
}

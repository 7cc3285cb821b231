using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Processes;
using BatchJobs.Processes.Logs;

namespace BatchJobs.Cli.Running;

/// <summary>Pods that run as processes of this machine.</summary>
internal static class MachinePods
{
    /// <summary>What pods write in bursts waits here until it is shown.</summary>
    private static readonly PodLogLimits Bursts = new() { MaxBytesPerPod = 64 * 1024 * 1024, MaxLinesPerPod = int.MaxValue };

    /// <summary>Makes what runs them.</summary>
    public static ProcessPodExecutor NewExecutor() => new(new ProcessExecutorOptions { Logs = Bursts });

    /// <summary>How many lines a pod has written; null if that can't be told.</summary>
    public static long? CountLines(this IPodExecutor executor, PodId pod) =>
        (executor as ProcessPodExecutor)?.GetLogUsage(pod) is { } log ? log.Lines + log.DroppedLines : null;
}

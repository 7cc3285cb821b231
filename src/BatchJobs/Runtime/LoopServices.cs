using System.Globalization;
using BatchJobs.Diagnostics;
using BatchJobs.Execution;
using BatchJobs.Storage;
using BatchJobs.Watching;
using Microsoft.Extensions.Logging;

namespace BatchJobs.Runtime;

/// <summary>What all loops of an engine share.</summary>
internal sealed record LoopServices(
    JobEngineOptions Options,
    IPodExecutor Executor,
    IJobStore Store,
    WakeupTimer Timer,
    Quiescence Quiescence,
    WatchHub Watchers,
    JobDirectory Directory,
    CronJobDirectory CronJobs,
    ILogger Logger,
    CancellationToken Closing)
{
    private long resourceVersion;

    private volatile bool stopping;

    /// <summary>No pod is to be started any more.</summary>
    public bool Stopping
    {
        get => stopping;
        set => stopping = value;
    }

    public JobEngineMetrics Metrics { get; } = new(Options.MeterFactory, Directory);

    public FinishedJobs Finished { get; } = new(Options.FinishedJobLimit);

    public TimeProvider Time => Options.TimeProvider;

    /// <summary>Every change of any Job gets the next version.</summary>
    public string NextResourceVersion() => Interlocked.Increment(ref resourceVersion).ToString(CultureInfo.InvariantCulture);
}

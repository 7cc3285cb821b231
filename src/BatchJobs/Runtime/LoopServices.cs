using System.Globalization;
using BatchJobs.Diagnostics;
using BatchJobs.Durability;
using BatchJobs.Execution;
using BatchJobs.StateMachine;
using BatchJobs.Watching;
using Microsoft.Extensions.Logging;

namespace BatchJobs.Runtime;

/// <summary>What all loops of an engine share.</summary>
internal sealed record LoopServices(
    JobEngineOptions Options,
    IPodExecutor Executor,
    GroupCommit? Commits,
    WakeupTimer Timer,
    Quiescence Quiescence,
    WatchHub Watchers,
    JobDirectory Directory,
    CronJobDirectory CronJobs,
    ILogger Logger,
    CancellationToken Closing)
{
    /// <summary>More than an engine ever gives out without storing one: those of Jobs that go are stored nowhere.</summary>
    private const long NeverStored = 1 << 20;

    private long resourceVersion;

    private volatile bool stopping;

    private volatile bool closed;

    /// <summary>No pod is to be started any more.</summary>
    public bool Stopping
    {
        get => stopping;
        set
        {
            stopping = value;

            // Whoever looks for Jobs next must not do so before everybody can see this.
            Interlocked.MemoryBarrier();
        }
    }

    /// <summary>Nobody answers those who wait for a Job any more.</summary>
    public bool Closed
    {
        get => closed;
        set
        {
            closed = value;
            Interlocked.MemoryBarrier();
        }
    }

    public JobEngineMetrics Metrics { get; } = new(Options.MeterFactory, Options.TimeToLive, Directory);

    public FinishedJobs Finished { get; } = new(Options.FinishedJobLimit);

    /// <summary>Steps all Jobs; it has no state of its own.</summary>
    public JobStateMachine Machine { get; } = new(Options.PodReportBatchPeriod, Options.PodFailureBackoff, Options.TimeToLive);

    /// <summary>The executor, if it can go on by itself, and nobody has to know of a pod before it starts.</summary>
    public ILeasingExecutor? Leasing { get; } =
        (Commits is null || Options.StoreLag > TimeSpan.Zero) && Options.SaveWatcher is null ? Executor as ILeasingExecutor : null;

    /// <summary>The executor, if it is told of pods in few words, and when a Job has finished of which it need not keep anything.</summary>
    public ILeasingExecutor? Nearby { get; } = Executor as ILeasingExecutor;

    /// <summary>The Jobs that have yet to begin; null where each begins at once: if it has to be saved first, or its pods are somewhere else.</summary>
    public HeldJobs? Held { get; } = Commits is null && Options.SaveWatcher is null && Executor is ILeasingExecutor nearby ? new HeldJobs(nearby) : null;

    /// <summary>Whose turn it is to be saved for the first time; null without a store.</summary>
    public CreationTurns? CreationTurns { get; } = Commits is null ? null : new CreationTurns(Closing);

    public CommandDispatcher Dispatcher => field ??= new CommandDispatcher(this);

    public TimeProvider Time => Options.TimeProvider;

    /// <summary>What was stored has versions up to this one.</summary>
    public void ContinueVersionsFrom(long stored) => resourceVersion = Math.Max(resourceVersion, stored);

    /// <summary>Begins above every version of an earlier engine: by the clock, which has gone on since, or if it was set back above what was stored.</summary>
    /// <returns>The first version of this engine.</returns>
    public long BeginVersions()
    {
        long clock = (Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        resourceVersion = Math.Max(clock, resourceVersion == 0 ? 0 : resourceVersion + NeverStored);
        return resourceVersion;
    }

    /// <summary>The version of the latest change of any Job.</summary>
    public long ResourceVersion => Interlocked.Read(ref resourceVersion);

    /// <summary>Every change of any Job gets the next version.</summary>
    public long NextVersion() => Interlocked.Increment(ref resourceVersion);

    /// <summary>The next version as objects show it.</summary>
    public string NextResourceVersion() => NextVersion().ToString(CultureInfo.InvariantCulture);
}

using System.Diagnostics.Metrics;
using BatchJobs.Durability;
using BatchJobs.Specs;
using BatchJobs.Storage;
using Microsoft.Extensions.Logging;

namespace BatchJobs;

/// <summary>Settings of a <see cref="JobEngine"/> that do not depend on its executor.</summary>
public sealed record JobEngineOptions
{
    /// <summary>The clock.</summary>
    /// <value><see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the engine writes its log; null for nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Where the meter of the engine comes from; null for one of its own.</summary>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>How long reports about pods are gathered before a Job is looked at; Kubernetes takes a second.</summary>
    /// <value>Zero: at once.</value>
    public TimeSpan PodReportBatchPeriod { get; init; }

    /// <summary>How long a Job waits after a failed pod before it starts the next one, unless its annotation <see cref="PodFailureBackoff.Annotation"/> says otherwise.</summary>
    /// <value><see cref="PodFailureBackoff.Kubernetes"/>: 10 s, doubled by each failure in a row, 10 min at the most.</value>
    public PodFailureBackoff PodFailureBackoff { get; init; } = PodFailureBackoff.Kubernetes;

    /// <summary>How many ended pods of each Job are remembered with their last status.</summary>
    /// <value>100.</value>
    public int FinishedPodHistory { get; init; } = 100;

    /// <summary>How many events and decisions of each Job are remembered.</summary>
    /// <value>256.</value>
    public int EventHistory { get; init; } = 256;

    /// <summary>How many lines of the output of each failed pod are kept in the store, with what is kept of the pod; for executors that keep output.</summary>
    /// <value>20.</value>
    public int KeptLogLines { get; init; } = 20;

    /// <summary>How many finished Jobs are kept; beyond it those that finished first are deleted, whatever their time to live.</summary>
    /// <value>10 000.</value>
    public int FinishedJobLimit { get; init; } = 10_000;

    /// <summary>How long Jobs are kept that have completed and have no <c>ttlSecondsAfterFinished</c>; null for no limit of time.</summary>
    /// <value>null.</value>
    public TimeSpan? CompleteJobTimeToLive { get; init; }

    /// <summary>How long Jobs are kept that have failed and have no <c>ttlSecondsAfterFinished</c>; null for no limit of time.</summary>
    /// <value>null.</value>
    public TimeSpan? FailedJobTimeToLive { get; init; }

    /// <summary>How long a closing engine lets pods run to their own end, starting none, before it asks them to stop.</summary>
    /// <value>Zero: they are asked at once.</value>
    public TimeSpan DrainPeriod { get; init; }

    /// <summary>Time a closing engine gives its pods to stop beyond their own grace periods.</summary>
    /// <value>5 s.</value>
    public TimeSpan ShutdownSlack { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Makes the uids of new Jobs, given the time, from which the names of their pods follow; a simulation makes them repeatable.</summary>
    internal Func<DateTimeOffset, Guid> NewUid { get; init; } = Runtime.UidSource.Next;

    /// <summary>Where Jobs are kept, so that they go on after a restart or a crash; closed with the engine. Null for nowhere.</summary>
    /// <value>null: what an engine holds is lost with it.</value>
    public IJobStore? Store { get; init; }

    /// <summary>How far pods of calls, such as delegates and handlers, may run ahead of the <see cref="Store"/>.</summary>
    /// <value>Zero: each pod is known to the store before it starts.</value>
    /// <remarks>
    /// Pods then start in the place of those that ended without waiting for the store, which is told of many short ones together, in steps of 5 ms.
    /// A crash forgets how pods of this last time ended, failures too, and they run once more; none is lost, and none is counted twice.
    /// </remarks>
    public TimeSpan StoreLag { get; init; }

    /// <summary>Whether no pod is started and none declared lost: for looking at Jobs and changing them while nobody runs them.</summary>
    /// <value>false.</value>
    /// <remarks>As <c>kubectl cordon</c> says it of a node. Schedules are not looked at either, until somebody changes their CronJob.</remarks>
    public bool Cordoned { get; init; }

    /// <summary>Sees every state that is worth saving.</summary>
    internal ISaveWatcher? SaveWatcher { get; init; }

    /// <summary>Counts the work of the engine; one that is shared with an executor counts that of pods too. Null for one of its own.</summary>
    internal Runtime.Quiescence? Quiescence { get; init; }

    internal Rules.TimeToLive TimeToLive => new(CompleteJobTimeToLive, FailedJobTimeToLive);

    /// <summary>Throws at the first setting that makes no sense.</summary>
    internal JobEngineOptions Validate()
    {
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentOutOfRangeException.ThrowIfLessThan(PodReportBatchPeriod, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(PodFailureBackoff);
        if (PodFailureBackoff.FindError() is { } error)
        {
            throw new ArgumentOutOfRangeException(nameof(PodFailureBackoff), PodFailureBackoff, error);
        }

        ArgumentOutOfRangeException.ThrowIfNegative(FinishedPodHistory);
        ArgumentOutOfRangeException.ThrowIfNegative(EventHistory);
        ArgumentOutOfRangeException.ThrowIfNegative(FinishedJobLimit);
        ArgumentOutOfRangeException.ThrowIfNegative(KeptLogLines);
        ArgumentOutOfRangeException.ThrowIfLessThan(StoreLag, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(CompleteJobTimeToLive ?? TimeSpan.Zero, TimeSpan.Zero, nameof(CompleteJobTimeToLive));
        ArgumentOutOfRangeException.ThrowIfLessThan(FailedJobTimeToLive ?? TimeSpan.Zero, TimeSpan.Zero, nameof(FailedJobTimeToLive));
        ArgumentOutOfRangeException.ThrowIfLessThan(DrainPeriod, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(ShutdownSlack, TimeSpan.Zero);
        return this;
    }
}

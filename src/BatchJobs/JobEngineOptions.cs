using System.Diagnostics.Metrics;
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

    /// <summary>How many ended pods of each Job are remembered with their last status.</summary>
    /// <value>100.</value>
    public int FinishedPodHistory { get; init; } = 100;

    /// <summary>How many events and decisions of each Job are remembered.</summary>
    /// <value>256.</value>
    public int EventHistory { get; init; } = 256;

    /// <summary>How many finished Jobs are kept; beyond it those that finished first are deleted, whatever their time to live.</summary>
    /// <value>10 000.</value>
    public int FinishedJobLimit { get; init; } = 10_000;

    /// <summary>Time a closing engine gives its pods to stop beyond their own grace periods.</summary>
    /// <value>5 s.</value>
    public TimeSpan ShutdownSlack { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Makes the uids of new Jobs, from which the names of their pods follow; a simulation makes them repeatable.</summary>
    internal Func<Guid> NewUid { get; init; } = Guid.NewGuid;

    /// <summary>Where Jobs are kept.</summary>
    internal Storage.IJobStore Store { get; init; } = new Storage.InMemoryJobStore();

    /// <summary>Throws at the first setting that makes no sense.</summary>
    internal JobEngineOptions Validate()
    {
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentOutOfRangeException.ThrowIfLessThan(PodReportBatchPeriod, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(FinishedPodHistory);
        ArgumentOutOfRangeException.ThrowIfNegative(EventHistory);
        ArgumentOutOfRangeException.ThrowIfNegative(FinishedJobLimit);
        ArgumentOutOfRangeException.ThrowIfLessThan(ShutdownSlack, TimeSpan.Zero);
        return this;
    }
}

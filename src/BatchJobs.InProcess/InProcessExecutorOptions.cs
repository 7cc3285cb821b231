using System.Text.Json;
using BatchJobs.Runtime;
using Microsoft.Extensions.Logging;

namespace BatchJobs.InProcess;

/// <summary>Settings of an <see cref="InProcessPodExecutor"/>.</summary>
public sealed record InProcessExecutorOptions
{
    /// <summary>Which handler stands behind which image name.</summary>
    public PodHandlers Handlers { get; init; } = new();

    /// <summary>Which exit codes exceptions stand for.</summary>
    /// <value>1 for all.</value>
    public ExceptionExitCodes ExceptionExitCodes { get; init; } = new();

    /// <summary>How many bodies run at once, over all Jobs; the others wait in the order in which they came. Null for no limit.</summary>
    /// <value>Null.</value>
    public int? MaxConcurrentPods { get; init; }

    /// <summary>Whether an abandoned body that still runs counts towards <see cref="MaxConcurrentPods"/>.</summary>
    /// <value>true: the limit holds, but bodies that never return use it up.</value>
    public bool AbandonedPodsHoldSlots { get; init; } = true;

    /// <summary>Where the scope of each attempt comes from; null if bodies need no services.</summary>
    public IServiceProvider? Services { get; init; }

    /// <summary>The clock.</summary>
    /// <value><see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where pods and the executor write their logs, besides what <see cref="LogLinesPerPod"/> keeps; null for nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>How many lines are kept of each pod; older ones make room for newer ones.</summary>
    /// <value>1 000.</value>
    public int LogLinesPerPod { get; init; } = 1_000;

    /// <summary>How many pods of each Job keep their lines once they have ended.</summary>
    /// <value>100.</value>
    public int LogHistory { get; init; } = 100;

    /// <summary>How many results are kept of each Job; a pod that sets one more fails.</summary>
    /// <value>100 000.</value>
    public int MaxResultsPerJob { get; init; } = 100_000;

    /// <summary>How results are written for the store of an engine and read back after a restart; a program without reflection names their types by its resolver. Null for the defaults.</summary>
    /// <value>Null.</value>
    public JsonSerializerOptions? ResultJson { get; init; }

    /// <summary>The least time between two reports of the progress of a pod.</summary>
    /// <value>1 s.</value>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a closing executor waits for bodies it has just asked to stop.</summary>
    /// <value>5 s.</value>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Counts the work of bodies, so that virtual time can wait for them; null if nobody wants to know.</summary>
    internal Quiescence? Quiescence { get; init; }
}

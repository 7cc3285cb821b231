using BatchJobs.Processes.Logs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchJobs.Processes;

/// <summary>Settings of a <see cref="ProcessPodExecutor"/>.</summary>
public sealed record ProcessExecutorOptions
{
    /// <summary>The clock of grace periods, restart back-off and deadlines.</summary>
    /// <value><see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the executor says what it ignores.</summary>
    /// <value>Nowhere.</value>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>The variables of this process that containers inherit, as far as they exist; what the pod spec says wins.</summary>
    /// <value><c>PATH</c>, <c>HOME</c>, <c>USER</c>, <c>LANG</c>, <c>LC_ALL</c>, <c>TZ</c>, <c>TMPDIR</c>.</value>
    /// <remarks>Everything else of this process's environment stays here: containers start clean, as on a cluster.</remarks>
    public IReadOnlyList<string> InheritedVariables { get; init; } = ["PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR"];

    /// <summary>Where containers without <c>workingDir</c> start; null for the current directory.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>How much output is kept.</summary>
    public PodLogLimits Logs { get; init; } = new();

    /// <summary>How long the end of a container waits for processes that left its group and still hold its output.</summary>
    /// <value>1 s.</value>
    /// <remarks>Measured in real time.</remarks>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(1);
}

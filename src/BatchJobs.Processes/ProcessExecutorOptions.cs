using BatchJobs.Processes.Logs;
using BatchJobs.Processes.Volumes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchJobs.Processes;

/// <summary>Settings of a <see cref="ProcessPodExecutor"/>.</summary>
public sealed record ProcessExecutorOptions
{
    /// <summary>The clock of grace periods, restart back-off, probes and deadlines.</summary>
    /// <value><see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the executor says what it ignores and what it could not do.</summary>
    /// <value>Nowhere.</value>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>What becomes of pods that ask for something processes can't have.</summary>
    /// <value><see cref="UnsupportedFieldPolicy.Report"/>.</value>
    public UnsupportedFieldPolicy UnsupportedFields { get; init; }

    /// <summary>The variables of this process that containers inherit, as far as they exist; what the pod spec says wins.</summary>
    /// <value>
    /// <c>PATH</c>, <c>HOME</c>, <c>USER</c>, <c>LANG</c>, <c>LC_ALL</c>, <c>TZ</c>, <c>TMPDIR</c>; on Windows <c>PATH</c>, <c>PATHEXT</c>,
    /// <c>SystemRoot</c>, <c>SystemDrive</c>, <c>ComSpec</c>, <c>USERNAME</c>, <c>USERPROFILE</c>, <c>TEMP</c>, <c>TMP</c>.
    /// </value>
    /// <remarks>Everything else of this process's environment stays here: containers start clean, as on a cluster.</remarks>
    public IReadOnlyList<string> InheritedVariables { get; init; } = OperatingSystem.IsWindows()
        ? ["PATH", "PATHEXT", "SystemRoot", "SystemDrive", "ComSpec", "USERNAME", "USERPROFILE", "TEMP", "TMP"]
        : ["PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR"];

    /// <summary>Where containers without <c>workingDir</c> start; null for the current directory.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Who supplies ConfigMaps and Secrets; null for nobody.</summary>
    public IPodConfigSource? ConfigSource { get; init; }

    /// <summary>A folder of this executor alone for what has to outlive the application; null to keep everything in memory.</summary>
    /// <remarks>Volumes and log files are there, and what is needed to find the processes of an application that was killed.</remarks>
    public string? StateDirectory { get; init; }

    /// <summary>What becomes of the pods when the application is killed.</summary>
    /// <value><see cref="SurvivorPolicy.Kill"/>.</value>
    public SurvivorPolicy Survivors { get; init; }

    /// <summary>How many pods run at the same time; the others wait. null for any number.</summary>
    public int? MaxConcurrentPods { get; init; }

    /// <summary>How many processors pods can request together.</summary>
    /// <value>null: those of this machine.</value>
    public double? Processors { get; init; }

    /// <summary>How many bytes of memory pods can request together.</summary>
    /// <value>null: those of this machine.</value>
    public long? MemoryBytes { get; init; }

    /// <summary>The cgroup under which each container gets one of its own, such as <c>/batch.slice</c>; null for no cgroups.</summary>
    /// <remarks>
    /// It is made if it does not exist, and must be this executor's to write, in all hierarchies (version 1) or with its controllers
    /// and no process of its own (version 2). With it limits hold for containers, without it only for each of their processes.
    /// </remarks>
    public string? CgroupParent { get; init; }

    /// <summary>How many processes a container may have, which needs <see cref="CgroupParent"/>; null for any number.</summary>
    public int? MaxProcessesPerContainer { get; init; }

    /// <summary>The niceness of containers, from -20 to 19; null for that of this process.</summary>
    public int? Niceness { get; init; }

    /// <summary>How many bytes a core dump may have; null for what this process may write.</summary>
    public long? MaxCoreDumpBytes { get; init; }

    /// <summary>Whether what containers write is read and kept.</summary>
    /// <value><see langword="true"/>.</value>
    /// <remarks>Otherwise it goes nowhere, as with Docker's log driver <c>none</c>: logs are empty, and starting a program costs less.</remarks>
    public bool CaptureOutput { get; init; } = true;

    /// <summary>How much output is kept.</summary>
    public PodLogLimits Logs { get; init; } = new();

    /// <summary>Whether to do without what Linux has and other systems have not.</summary>
    internal bool Portable { get; init; }

    /// <summary>Whether to ask the kernel how processes ended that were started by a former application; before 6.15 it does not know.</summary>
    internal bool AsksKernelForExits { get; init; } = true;

    /// <summary>How long the end of a container waits for processes that left its group and still hold its output.</summary>
    /// <value>1 s.</value>
    /// <remarks>Measured in real time.</remarks>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>What becomes of pods that ask for something processes can't have, such as affinity or a probe by HTTP.</summary>
public enum UnsupportedFieldPolicy
{
    /// <summary>They run without it, and the executor says so in its log, once for each field.</summary>
    Report,

    /// <summary>They fail with the reason <c>UnsupportedFields</c>. Images, which every manifest has, are only reported.</summary>
    Reject,
}

/// <summary>What becomes of the pods of an application that is killed.</summary>
public enum SurvivorPolicy
{
    /// <summary>The system kills them at the same moment.</summary>
    Kill,

    /// <summary>They go on, and the next executor with the same <see cref="ProcessExecutorOptions.StateDirectory"/> takes them over.</summary>
    Adopt,
}

using BatchJobs.Diagnostics;
using BatchJobs.Execution;
using BatchJobs.Processes.Adoption;
using BatchJobs.Processes.Commands;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Leftovers;
using BatchJobs.Processes.Limits;
using BatchJobs.Processes.Linux;
using BatchJobs.Processes.Logs;
using BatchJobs.Processes.Logs.Files;
using BatchJobs.Processes.Portable;
using BatchJobs.Processes.Reading;
using BatchJobs.Processes.Volumes;

namespace BatchJobs.Processes.Running;

/// <summary>Puts an executor together from its settings, and takes it apart in the right order.</summary>
internal sealed class ExecutorParts : IAsyncDisposable
{
    private readonly StateFolder? state;
    private readonly LogWriter? logWriter;

    private ExecutorParts(PodSurroundings surroundings, StateFolder? state, LogWriter? logWriter) =>
        (Surroundings, this.state, this.logWriter) = (surroundings, state, logWriter);

    internal PodSurroundings Surroundings { get; }

    /// <summary>Whether there may be processes of an executor that was here before.</summary>
    internal bool IsSuccessor => state is not null;

    /// <exception cref="PlatformNotSupportedException">The settings ask for what this system can't do.</exception>
    /// <exception cref="ArgumentException">The settings contradict each other.</exception>
    /// <exception cref="IOException">The state directory is in use, or can't be used.</exception>
    internal static ExecutorParts Assemble(ProcessExecutorOptions options, Action<PodReport> report)
    {
        if (options.MaxConcurrentPods < 1) throw new ArgumentOutOfRangeException(nameof(options), options.MaxConcurrentPods, "MaxConcurrentPods must be at least 1.");
        var system = options.Portable || !OperatingSystem.IsLinux() ? PortableSystem.This() : null;
        var host = system?.Host ?? HostCapabilities.All;
        host.Check(options);
        var adopts = options.Survivors == SurvivorPolicy.Adopt;
        if (adopts && options.StateDirectory is null) throw new ArgumentException("Survivors can be adopted only with a StateDirectory.", nameof(options));

        var cgroups = options.CgroupParent is { } parent ? CgroupTree.Open(parent) : null;
        var stateFolder = options.StateDirectory is { } directory ? StateFolder.Open(directory) : null;
        var executor = stateFolder?.Executor ?? Guid.NewGuid().ToString("N");
        var log = new ExecutorLog(new CalmLogger(options.Logger));
        var writer = stateFolder is null ? null : new LogWriter(log.LogNotWritten);
        var markers = new ProcessMarkers(executor);
        var folder = stateFolder?.Files ?? Path.Combine(Path.GetTempPath(), "batchjobs-" + executor);
        cgroups?.RemoveEmpty(executor[..8]);
        log.Missing(host);
        var descriptors = system is null ? new DescriptorEvents() : null;
        var crew = new PodCrew(PodCrew.MostForThisMachine, descriptors ?? (IEvents)new Bell());
        IProcessLauncher launcher = descriptors is not null
            ? new LinuxLauncher(descriptors, crew.Post, options.TimeProvider, adopts, folder, options.AsksKernelForExits)
            : new PortableLauncher(system!, options.TimeProvider, folder);
        var surroundings = new PodSurroundings
        {
            Options = options,
            Crew = crew,
            Launcher = launcher,
            Markers = markers,
            Sweeper = launcher.Table is { } table ? new Sweeper(table, markers, log.Escaped) : null,
            Limits = new ContainerLimits(cgroups, executor[..8], host.Limits ? new ProcessLimits(options.Niceness, options.MaxCoreDumpBytes) : null, options.MaxProcessesPerContainer),
            Admission = new Admission(Capacity(options), options.MaxConcurrentPods),
            Logs = new PodLogStore(options.Logs, stateFolder?.Logs, writer),
            InheritedEnvironment = InheritedEnvironment.Take(options.InheritedVariables),
            Report = report,
            Log = log,
            Folder = folder,
            Keeper = stateFolder is null ? null : new PodKeeper(stateFolder.Pods, adopts, log.PodNotSaved),
        };
        return new ExecutorParts(surroundings, stateFolder, writer);
    }

    /// <summary>All pods have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        Surroundings.Sweeper?.Dispose();
        Surroundings.Launcher.Dispose();
        Surroundings.Crew.Dispose();
        if (logWriter is not null) await logWriter.DisposeAsync().ConfigureAwait(false);
        if (state is null) FileTree.Remove(Surroundings.Folder);
        state?.Dispose();
    }

    private static ResourceAmounts Capacity(ProcessExecutorOptions options)
    {
        var machine = HostCapacity.OfThisMachine();
        return new(options.Processors is { } processors ? (long)(processors * 1000) : machine.MilliCpu, options.MemoryBytes ?? machine.Memory);
    }
}

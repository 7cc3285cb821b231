using BatchJobs.Execution;
using BatchJobs.Processes.Adoption;
using BatchJobs.Processes.Commands;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Leftovers;
using BatchJobs.Processes.Limits;
using BatchJobs.Processes.Logs;

namespace BatchJobs.Processes.Running;

/// <summary>What all pods of an executor share.</summary>
internal sealed class PodSurroundings
{
    private readonly string instance = Guid.NewGuid().ToString("N")[..8];
    private long runs;

    /// <summary>The settings.</summary>
    internal required ProcessExecutorOptions Options { get; init; }

    /// <summary>Where pods begin and end.</summary>
    internal required PodCrew Crew { get; init; }

    /// <summary>Starts processes.</summary>
    internal required IProcessLauncher Launcher { get; init; }

    /// <summary>Knows which processes run by right.</summary>
    internal required ProcessMarkers Markers { get; init; }

    /// <summary>Looks for those that do not; null where there can be none.</summary>
    internal required Sweeper? Sweeper { get; init; }

    /// <summary>Holds containers to their limits.</summary>
    internal required ContainerLimits Limits { get; init; }

    /// <summary>Lets pods in.</summary>
    internal required Admission Admission { get; init; }

    /// <summary>Keeps output.</summary>
    internal required PodLogStore Logs { get; init; }

    /// <summary>What every container finds in its environment.</summary>
    internal required InheritedEnvironment InheritedEnvironment { get; init; }

    /// <summary>Takes the reports.</summary>
    internal required Action<PodReport> Report { get; init; }

    /// <summary>Tells the application what it ought to know.</summary>
    internal required ExecutorLog Log { get; init; }

    /// <summary>Where files of pods go.</summary>
    internal required string Folder { get; init; }

    /// <summary>Saves pods for whoever comes after this application; null if nobody is to.</summary>
    internal PodKeeper? Keeper { get; init; }

    /// <summary>Whether pods go on when the executor is closed.</summary>
    internal bool MayDetach => Options.Survivors == SurvivorPolicy.Adopt;

    /// <summary>What no run of a container had before, here or in an application that was here before.</summary>
    internal string NextRun() => $"{instance}.{Interlocked.Increment(ref runs)}";
}

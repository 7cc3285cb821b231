using BatchJobs.Execution;
using BatchJobs.Processes.Logs;
using BatchJobs.Processes.Posix;

namespace BatchJobs.Processes.Running;

/// <summary>What all pods of an executor share.</summary>
/// <param name="Options">The settings.</param>
/// <param name="Launcher">Starts processes.</param>
/// <param name="Logs">Keeps output.</param>
/// <param name="InheritedEnvironment">What every container finds in its environment.</param>
/// <param name="Report">Takes the reports.</param>
internal sealed record PodSurroundings(
    ProcessExecutorOptions Options,
    ProcessLauncher Launcher,
    PodLogStore Logs,
    IReadOnlyDictionary<string, string> InheritedEnvironment,
    Action<PodReport> Report);

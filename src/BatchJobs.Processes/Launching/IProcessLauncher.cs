using BatchJobs.Processes.Leftovers;

namespace BatchJobs.Processes.Launching;

/// <summary>How processes are started on a system; the only way in which this assembly makes any.</summary>
internal interface IProcessLauncher : IDisposable
{
    /// <summary>What this system can do for pods.</summary>
    HostCapabilities Host { get; }

    /// <summary>Where processes that have escaped can be looked for; null where a container keeps all it starts.</summary>
    IProcessTable? Table { get; }

    /// <summary>Where the next program finds the file for its termination message.</summary>
    string NewMessagePath();

    /// <param name="request">What to start.</param>
    /// <param name="output">Who takes its output; null for nobody.</param>
    /// <param name="error">Who takes what it writes to standard error; null for nobody.</param>
    /// <exception cref="LaunchException">The program could not be started; nothing of it is left.</exception>
    IContainerProcess Launch(SpawnRequest request, IOutputSink? output, IOutputSink? error);

    /// <summary>Takes over a process that a launcher of this kind in another application started.</summary>
    /// <returns>The process; null if it has ended or can't be taken over.</returns>
    IContainerProcess? TryAdopt(int id, long startTime, string marker, IOutputSink? output, IOutputSink? error);
}

using System.Diagnostics;

namespace BatchJobs.Processes.Launching;

/// <summary>What holds a process and all it starts together, as far as the system goes along.</summary>
internal interface IContainment : IDisposable
{
    /// <summary>Takes in a process that has just been started.</summary>
    void Add(Process process);

    /// <summary>Asks all to end while the main process lives.</summary>
    /// <returns>false if there is no way to ask.</returns>
    bool TryAsk(Process process, int signal);

    /// <summary>Kills all; the main process may have ended already.</summary>
    void Kill(Process process);
}

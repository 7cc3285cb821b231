namespace BatchJobs.Processes.Launching;

/// <summary>The main process of a container with all its descendants.</summary>
internal interface IContainerProcess
{
    /// <summary>The number of the main process.</summary>
    int Id { get; }

    /// <summary>When the main process was started, as the system has it: with its number, what no other process ever has. 0 where nobody needs it.</summary>
    long StartTime { get; }

    /// <summary>Ends when the main process has ended, no descendant is left and all output has been read.</summary>
    /// <param name="patience">How long to wait for descendants that left the group; those are killed then, and at last given up.</param>
    Task<ProcessExit> EndAsync(TimeSpan patience);

    /// <summary>Sends a signal to all that belongs to the container while its main process lives; where there are no signals, the nearest there is.</summary>
    void Signal(int signal);

    /// <summary>Lets go of a process that goes on without us.</summary>
    /// <returns>false if its end has been seen already.</returns>
    bool TryDetach();
}

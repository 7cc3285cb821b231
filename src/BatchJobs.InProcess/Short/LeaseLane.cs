using BatchJobs.Execution;

namespace BatchJobs.InProcess.Short;

/// <summary>One of the places in which the pods of a Job follow one another under a lease: the one that lives now, and what may follow it.</summary>
/// <remarks>Used under its own lock, after that of the lease; others than the thread of its pod take it only when the lease closes, or is shared with a second one.</remarks>
internal sealed class LeaseLane
{
    public Lock Gate { get; } = new();

    public LeaseShare Share { get; } = new();

    /// <summary>The pod that was started last and has not ended.</summary>
    public PodContext? Pod { get; set; }
}

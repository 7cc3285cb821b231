using BatchJobs.Primitives;

namespace BatchJobs.Diagnostics;

/// <summary>Whether an engine can do its work.</summary>
/// <param name="IsOpen">Whether it takes Jobs; false once it stops.</param>
/// <param name="ExecutorError">Why its executor does not answer; null if it does.</param>
/// <param name="BrokenJobs">Jobs and CronJobs whose loop has ended by a defect; they make no progress any more.</param>
public sealed record JobEngineHealth(bool IsOpen, Exception? ExecutorError, IReadOnlyList<JobKey> BrokenJobs)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsHealthy => IsOpen && ExecutorError is null && BrokenJobs.Count == 0;
}

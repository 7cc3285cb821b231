using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>Which parts of a status differ.</summary>
/// <param name="old">The status before.</param>
/// <param name="status">The status after.</param>
/// <param name="everything">Whether all of it counts as different.</param>
internal sealed class StatusChange(JobStatus? old, JobStatus status, bool everything)
{
    private readonly JobStatus old = old ?? new JobStatus();

    public bool IsFinished => JobConditions.IsFinished(status);

    public bool Finished => everything || JobConditions.IsFinished(old) != IsFinished;

    public bool Active => everything || (old.Active ?? 0) != (status.Active ?? 0);

    public bool Ready => everything || old.Ready != status.Ready;

    public bool Terminating => everything || old.Terminating != status.Terminating;

    public bool StartTime => everything || old.StartTime != status.StartTime;

    public bool CompletionTime => everything || old.CompletionTime != status.CompletionTime;

    public bool CompletedIndexes => everything || (old.CompletedIndexes ?? "") != (status.CompletedIndexes ?? "");

    public bool FailedIndexes => everything || old.FailedIndexes != status.FailedIndexes;

    public bool Uncounted => everything || !Same(old.UncountedTerminatedPods, status.UncountedTerminatedPods);

    /// <summary>Whether a condition came to hold, or no longer holds.</summary>
    public bool Of(string condition) => everything || JobConditions.IsTrue(old, condition) != JobConditions.IsTrue(status, condition);

    private static bool Same(UncountedTerminatedPods? one, UncountedTerminatedPods? other) => (one is null) == (other is null)
        && (one?.Succeeded ?? []).SequenceEqual(other?.Succeeded ?? [])
        && (one?.Failed ?? []).SequenceEqual(other?.Failed ?? []);
}

namespace BatchJobs.State;

/// <summary>How many pods failed since the last success, and when the last one did; what the back-off of a whole Job counts from.</summary>
internal readonly record struct FailureStreak(int Failures, DateTimeOffset LastFailure)
{
    /// <summary>No failure since the last success.</summary>
    public static FailureStreak None => default;
}

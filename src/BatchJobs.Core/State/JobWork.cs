using BatchJobs.Primitives;

namespace BatchJobs.State;

/// <summary>What a Job holds only while it works; once it holds nothing, it can serve another one.</summary>
internal sealed class JobWork(PodTable pods)
{
    private OptionalTime startRetryAt;

    public PodTable Pods => pods;

    public List<PodRecord> Ended { get; } = [];

    public Dictionary<int, PodRecord>? AwaitingReplacement { get; set; }

    public FailureStreak Streak { get; set; }

    public int StartFailures { get; set; }

    public bool HasStartRetry => startRetryAt.HasValue;

    public DateTimeOffset? StartRetryAt
    {
        get => startRetryAt;
        set => startRetryAt = value;
    }

    /// <summary>Whether a Job that has this and one that has nothing are the same.</summary>
    public bool IsEmpty => pods.Count == 0 && Ended.Count == 0 && AwaitingReplacement is null or { Count: 0 } && Streak == FailureStreak.None && StartFailures == 0 && !HasStartRetry;

    /// <summary>Makes it as good as new; false if it has grown so large that it is not worth keeping.</summary>
    public bool TryReset()
    {
        AwaitingReplacement = null;
        return Ended.Capacity <= PodTable.MostSpares && pods.TryReset();
    }
}

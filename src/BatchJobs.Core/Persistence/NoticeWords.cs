using BatchJobs.Specs;

namespace BatchJobs.Persistence;

/// <summary>What most notices and ends of pods say, so that a journal in memory need not hold the words; not for what is stored, which has to outlive this list.</summary>
internal static class NoticeWords
{
    public static IReadOnlyList<string> All { get; } =
    [
        "parallelism",
        "executor",
        "completions",
        "backoffLimit",
        "backoffLimitPerIndex",
        "podFailurePolicy",
        "backoff",
        "suspend",
        "Reached expected number of succeeded pods",
        "Job has reached the specified backoff limit",
        JobReasons.CompletionsReached,
        JobReasons.SuccessPolicy,
        JobReasons.BackoffLimitExceeded,
        JobReasons.DeadlineExceeded,
        JobReasons.FailedIndexes,
        JobReasons.MaxFailedIndexesExceeded,
        JobReasons.PodFailurePolicy,
        "Completed",
        "Error",
    ];
}

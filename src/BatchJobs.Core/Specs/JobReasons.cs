namespace BatchJobs.Specs;

/// <summary>The reasons users of Kubernetes know from conditions and events of Jobs.</summary>
public static class JobReasons
{
    /// <summary>More pods failed than backoffLimit allows.</summary>
    public const string BackoffLimitExceeded = "BackoffLimitExceeded";

    /// <summary>The Job was active longer than activeDeadlineSeconds.</summary>
    public const string DeadlineExceeded = "DeadlineExceeded";

    /// <summary>More indexes failed than maxFailedIndexes allows.</summary>
    public const string MaxFailedIndexesExceeded = "MaxFailedIndexesExceeded";

    /// <summary>All indexes ended and some of them failed.</summary>
    public const string FailedIndexes = "FailedIndexes";

    /// <summary>A FailJob rule of the pod failure policy matched.</summary>
    public const string PodFailurePolicy = "PodFailurePolicy";

    /// <summary>A rule of the success policy is met.</summary>
    public const string SuccessPolicy = "SuccessPolicy";

    /// <summary>The expected number of pods succeeded.</summary>
    public const string CompletionsReached = "CompletionsReached";

    /// <summary>The Job was suspended.</summary>
    public const string JobSuspended = "JobSuspended";

    /// <summary>The Job was resumed.</summary>
    public const string JobResumed = "JobResumed";
}

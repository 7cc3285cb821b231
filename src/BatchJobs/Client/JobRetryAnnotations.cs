namespace BatchJobs.Client;

/// <summary>How a Job that retries another one says so.</summary>
/// <remarks>Beyond Kubernetes; see <see cref="IJobClient.RetryFailedIndexesAsync"/>.</remarks>
public static class JobRetryAnnotations
{
    /// <summary>The name of the Job that is retried.</summary>
    public const string RetryOf = "batchjobs/retry-of";

    /// <summary>The uid of the Job that is retried.</summary>
    public const string RetryOfUid = "batchjobs/retry-of-uid";

    /// <summary>Indexes of an Indexed Job that count as completed from its start on, such as <c>0-4,6</c>; no pod is started for them.</summary>
    public const string CompletedIndexes = "batchjobs/completed-indexes";
}

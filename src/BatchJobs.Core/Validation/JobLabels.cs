namespace BatchJobs.Validation;

/// <summary>The labels that tie the pods of a Job to it.</summary>
/// <remarks>Kubernetes: <c>batch/v1</c> constants; both spellings of each are set.</remarks>
public static class JobLabels
{
    /// <summary>The name of the Job.</summary>
    public const string JobName = "batch.kubernetes.io/job-name";

    /// <summary>The name of the Job, as it was spelled first.</summary>
    public const string LegacyJobName = "job-name";

    /// <summary>The uid of the Job.</summary>
    public const string ControllerUid = "batch.kubernetes.io/controller-uid";

    /// <summary>The uid of the Job, as it was spelled first.</summary>
    public const string LegacyControllerUid = "controller-uid";
}

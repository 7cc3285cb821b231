namespace BatchJobs.Specs;

/// <summary>A Job: what its user asks for and what is known about its progress.</summary>
/// <remarks>Kubernetes: <c>batch/v1 Job</c>.</remarks>
public sealed record Job
{
    /// <summary>The version of the API the object is written in.</summary>
    /// <value><c>batch/v1</c> once defaulted.</value>
    public string? ApiVersion { get; init; }

    /// <summary>The kind of the object.</summary>
    /// <value><c>Job</c> once defaulted.</value>
    public string? Kind { get; init; }

    /// <summary>Name, labels and identity.</summary>
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is asked for.</summary>
    public JobSpec Spec { get; init; } = JobSpec.Empty;

    /// <summary>What is known about the progress; ignored on input.</summary>
    public JobStatus? Status { get; init; }
}

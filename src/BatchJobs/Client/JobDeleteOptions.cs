namespace BatchJobs.Client;

/// <summary>What becomes of the pods of a deleted Job.</summary>
/// <remarks>Kubernetes: <c>DeleteOptions.propagationPolicy</c>.</remarks>
public enum DeletionPropagation
{
    /// <summary>The Job goes at once, its pods are stopped after it.</summary>
    Background,

    /// <summary>The Job goes when its pods have gone.</summary>
    Foreground,

    /// <summary>The Job goes at once, its pods run on.</summary>
    Orphan,
}

/// <summary>How a Job is deleted.</summary>
public sealed record JobDeleteOptions
{
    /// <summary>What becomes of its pods.</summary>
    /// <value><see cref="DeletionPropagation.Background"/>, as kubectl asks for.</value>
    public DeletionPropagation Propagation { get; init; }

    /// <summary>The uid the Job must have; null for any.</summary>
    /// <remarks>Kubernetes: <c>DeleteOptions.preconditions.uid</c>.</remarks>
    public string? Uid { get; init; }

    /// <summary>The resource version the Job must have; null for any.</summary>
    /// <remarks>Kubernetes: <c>DeleteOptions.preconditions.resourceVersion</c>.</remarks>
    public string? ResourceVersion { get; init; }
}

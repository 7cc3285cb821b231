namespace BatchJobs.Specs;

/// <summary>What each pod of a Job looks like.</summary>
/// <remarks>Kubernetes: <c>core/v1 PodTemplateSpec</c>.</remarks>
public sealed record PodTemplateSpec
{
    /// <summary>What an object has that says nothing of this; shared, since nobody can change it.</summary>
    internal static readonly PodTemplateSpec Empty = new();

    /// <summary>Labels, annotations and finalizers of the pods.</summary>
    public ObjectMeta? Metadata { get; init; }

    /// <summary>Containers and everything around them.</summary>
    public PodSpec Spec { get; init; } = PodSpec.Empty;
}

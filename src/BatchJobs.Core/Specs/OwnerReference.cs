namespace BatchJobs.Specs;

/// <summary>A link from an object to one it belongs to.</summary>
/// <remarks>Kubernetes: <c>meta/v1 OwnerReference</c>.</remarks>
public sealed record OwnerReference
{
    /// <summary>The API version of the owner.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The kind of the owner.</summary>
    public string? Kind { get; init; }

    /// <summary>The name of the owner.</summary>
    public string? Name { get; init; }

    /// <summary>The identity of the owner.</summary>
    public string? Uid { get; init; }

    /// <summary>Whether the owner is the managing controller.</summary>
    public bool? Controller { get; init; }

    /// <summary>Whether a foreground deletion of the owner waits for this object.</summary>
    public bool? BlockOwnerDeletion { get; init; }
}

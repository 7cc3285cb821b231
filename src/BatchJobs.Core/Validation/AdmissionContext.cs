using BatchJobs.Primitives;

namespace BatchJobs.Validation;

/// <summary>What the engine gives to a new object; the core makes up nothing itself.</summary>
public sealed record AdmissionContext
{
    /// <summary>The identity of the new object.</summary>
    public required string Uid { get; init; }

    /// <summary>The namespace of objects that do not name one.</summary>
    /// <value><c>default</c>.</value>
    public string Namespace { get; init; } = JobKey.DefaultNamespace;

    /// <summary>Whether an object that names another namespace is refused.</summary>
    /// <value>false.</value>
    public bool SameNamespaceOnly { get; init; }

    /// <summary>The end of a generated name, five random characters.</summary>
    /// <value>Absent: an object without a name is refused.</value>
    public string? NameSuffix { get; init; }

    /// <summary>When the object is created.</summary>
    /// <value>Absent: the object does not tell.</value>
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>Whether the object is only judged; a real one must not bring a resourceVersion.</summary>
    /// <value>false.</value>
    public bool DryRun { get; init; }
}

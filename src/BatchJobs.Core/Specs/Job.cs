using BatchJobs.Primitives;

namespace BatchJobs.Specs;

/// <summary>A Job: what its user asks for and what is known about its progress.</summary>
/// <remarks>Kubernetes: <c>batch/v1 Job</c>.</remarks>
public sealed record Job
{
    /// <summary>Makes what nobody has looked at yet.</summary>
    private readonly IJobSource? source;
    private readonly long resourceVersion;
    private readonly OptionalTime deletedAt;
    private ObjectMeta? metadata;
    private JobSpec? spec;

    /// <summary>Makes a Job that says nothing.</summary>
    public Job()
    {
        metadata = ObjectMeta.Empty;
        spec = JobSpec.Empty;
    }

    internal Job(IJobSource source, long resourceVersion, OptionalTime deletedAt)
    {
        this.source = source;
        this.resourceVersion = resourceVersion;
        this.deletedAt = deletedAt;
    }

    /// <summary>The version of the API the object is written in.</summary>
    /// <value><c>batch/v1</c> once defaulted.</value>
    public string? ApiVersion { get; init; }

    /// <summary>The kind of the object.</summary>
    /// <value><c>Job</c> once defaulted.</value>
    public string? Kind { get; init; }

    /// <summary>Name, labels and identity.</summary>
    public ObjectMeta Metadata
    {
        get => metadata is null && source is not null ? Interlocked.CompareExchange(ref metadata, source.MakeMetadata(resourceVersion, deletedAt), null) ?? metadata : metadata!;
        init => metadata = value;
    }

    /// <summary>What is asked for.</summary>
    public JobSpec Spec
    {
        get => spec is null && source is not null ? Interlocked.CompareExchange(ref spec, source.MakeSpec(), null) ?? spec : spec!;
        init => spec = value;
    }

    /// <summary>What is known about the progress; ignored on input.</summary>
    public JobStatus? Status { get; init; }

    /// <inheritdoc />
    public bool Equals(Job? other) =>
        ReferenceEquals(this, other)
        || (other is not null && ApiVersion == other.ApiVersion && Kind == other.Kind && Metadata == other.Metadata && Spec == other.Spec && Status == other.Status);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(ApiVersion, Kind, Metadata, Spec, Status);
}

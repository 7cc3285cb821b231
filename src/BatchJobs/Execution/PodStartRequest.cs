using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Execution;

/// <summary>All an executor needs to know to start a pod.</summary>
/// <remarks>
/// Kubernetes: the Pod the Job controller would create. Name, labels, annotations and the like are made when they are first read,
/// so that a request costs 64 bytes where an executor has no use for them.
/// </remarks>
public sealed record PodStartRequest
{
    private const int NoIndex = -1;

    private readonly PodRequestSource? source;
    private readonly long ordinal;
    private readonly long createdTicks;
    private readonly int index;
    private readonly int failures;
    private readonly int ignoredFailures;
    private Parts? parts;

    /// <summary>Makes a request whose parts are all given.</summary>
    public PodStartRequest()
    {
    }

#pragma warning disable CS8618 // what is not given here is made when it is read
    [SetsRequiredMembers]
    internal PodStartRequest(PodRequestSource source, long ordinal, int index, DateTimeOffset createdAt, int failures, int ignoredFailures, Activity? activity)
    {
        this.source = source;
        this.ordinal = ordinal;
        this.index = index;
        this.failures = failures;
        this.ignoredFailures = ignoredFailures;
        createdTicks = createdAt.UtcTicks;
        if (activity is not null)
        {
            Own.Activity = activity;
        }
    }

    private PodStartRequest(PodStartRequest original)
    {
        source = original.source;
        ordinal = original.ordinal;
        createdTicks = original.createdTicks;
        index = original.index;
        failures = original.failures;
        ignoredFailures = original.ignoredFailures;
        parts = original.parts?.Clone();
    }
#pragma warning restore CS8618

    /// <summary>Which pod; the same on every attempt to start it.</summary>
    public required PodId Id
    {
        get => parts?.Id ?? new PodId(source!.JobUid, ordinal);
        init => Own.Id = value;
    }

    /// <summary>The name of the pod, unique in its namespace.</summary>
    public required string Name
    {
        get => parts?.Name ?? (Own.Name = source!.NameOf(ordinal, index));
        init => Own.Name = value;
    }

    /// <summary>The uid of the pod, derived from <see cref="Id"/>.</summary>
    public required Guid Uid
    {
        get => parts?.Uid ?? PodSuffix.Uid(source!.JobUid, ordinal);
        init => Own.Uid = value;
    }

    /// <summary>The Job the pod belongs to.</summary>
    public required JobKey Job
    {
        get => parts?.Job ?? source!.Job;
        init => Own.Job = value;
    }

    /// <summary>The completion index, or null in a NonIndexed Job.</summary>
    public int? Index
    {
        get => source is null ? parts?.Index : parts?.Index ?? (index == NoIndex ? null : index);
        init => Own.Index = value;
    }

    /// <summary>When the core asked for the pod.</summary>
    public required DateTimeOffset CreationTimestamp
    {
        get => parts?.CreationTimestamp ?? new DateTimeOffset(createdTicks, TimeSpan.Zero);
        init => Own.CreationTimestamp = value;
    }

    /// <summary>Labels, those of the Job controller included.</summary>
    public required IReadOnlyDictionary<string, string> Labels
    {
        get => parts?.Labels ?? (Own.Labels = source!.LabelsOf(index));
        init => Own.Labels = value;
    }

    /// <summary>Annotations, those of the Job controller included.</summary>
    public required IReadOnlyDictionary<string, string> Annotations
    {
        get => parts?.Annotations ?? (Own.Annotations = source!.AnnotationsOf(index, failures, ignoredFailures));
        init => Own.Annotations = value;
    }

    /// <summary>The span of the pod, for executors to run the pod under; null when nobody listens.</summary>
    public Activity? Activity
    {
        get => parts?.Activity;
        init => Own.Activity = value;
    }

    /// <summary>The pod spec with defaults; Indexed: with hostname and <c>JOB_COMPLETION_INDEX</c>.</summary>
    public required PodSpec Spec
    {
        get => parts?.Spec ?? (Own.Spec = source!.SpecOf(index));
        init => Own.Spec = value;
    }

    /// <summary>The spec as all pods of the Job have it: without hostname. It is the same object for all of them until the Job is changed.</summary>
    public PodSpec Template => parts?.Spec ?? source!.Template;

    /// <summary>The parts that are set or made; readers that come first at the same time each make the same.</summary>
    private Parts Own => parts ??= new Parts();

    /// <inheritdoc />
    public bool Equals(PodStartRequest? other) =>
        other is not null
        && Id == other.Id
        && Name == other.Name
        && Uid == other.Uid
        && Job == other.Job
        && Index == other.Index
        && CreationTimestamp == other.CreationTimestamp
        && Equals(Labels, other.Labels)
        && Equals(Annotations, other.Annotations)
        && Activity == other.Activity
        && Spec == other.Spec;

    /// <inheritdoc />
    public override int GetHashCode() => Id.GetHashCode();

    private sealed class Parts
    {
        public PodId? Id { get; set; }

        public string? Name { get; set; }

        public Guid? Uid { get; set; }

        public JobKey? Job { get; set; }

        public int? Index { get; set; }

        public DateTimeOffset? CreationTimestamp { get; set; }

        public IReadOnlyDictionary<string, string>? Labels { get; set; }

        public IReadOnlyDictionary<string, string>? Annotations { get; set; }

        public Activity? Activity { get; set; }

        public PodSpec? Spec { get; set; }

        public Parts Clone() => (Parts)MemberwiseClone();
    }
}

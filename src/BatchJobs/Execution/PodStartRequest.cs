using System.Diagnostics;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Execution;

/// <summary>All an executor needs to know to start a pod.</summary>
/// <remarks>Kubernetes: the Pod the Job controller would create.</remarks>
public sealed record PodStartRequest
{
    /// <summary>Which pod; the same on every attempt to start it.</summary>
    public required PodId Id { get; init; }

    /// <summary>The name of the pod, unique in its namespace.</summary>
    public required string Name { get; init; }

    /// <summary>The uid of the pod, derived from <see cref="Id"/>.</summary>
    public required Guid Uid { get; init; }

    /// <summary>The Job the pod belongs to.</summary>
    public required JobKey Job { get; init; }

    /// <summary>The completion index, or null in a NonIndexed Job.</summary>
    public int? Index { get; init; }

    /// <summary>When the core asked for the pod.</summary>
    public required DateTimeOffset CreationTimestamp { get; init; }

    /// <summary>Labels, those of the Job controller included.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Annotations, those of the Job controller included.</summary>
    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    /// <summary>The span of the pod, for executors to run the pod under; null when nobody listens.</summary>
    public Activity? Activity { get; init; }

    /// <summary>The pod spec with defaults; Indexed: with hostname and <c>JOB_COMPLETION_INDEX</c>.</summary>
    public required PodSpec Spec { get; init; }
}

using BatchJobs.Pods;

namespace BatchJobs.Client;

/// <summary>A pod of a Job as the engine knows it.</summary>
public sealed record JobPod
{
    /// <summary>Which pod.</summary>
    public required PodId Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its uid.</summary>
    public required Guid Uid { get; init; }

    /// <summary>Its completion index, or null in a NonIndexed Job.</summary>
    public int? Index { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreationTimestamp { get; init; }

    /// <summary>How it last was; <see cref="PodPhase.Pending"/> before the first report.</summary>
    public required PodStatus Status { get; init; }
}

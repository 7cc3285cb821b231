namespace BatchJobs.Pods;

/// <summary>One pod at one moment, as a kubelet would report it.</summary>
/// <remarks>Kubernetes: <c>core/v1 PodStatus</c>, with the metadata and spec fields a controller reads.</remarks>
public sealed record PodStatus
{
    /// <summary>Where the pod is in its life; terminal phases are never left.</summary>
    public required PodPhase Phase { get; init; }

    /// <summary>Why the pod is in this phase, in one word, such as <c>Evicted</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Why the pod is in this phase, in a sentence.</summary>
    public string? Message { get; init; }

    /// <summary>Whether the pod has been placed where it can run.</summary>
    /// <value>true.</value>
    public bool Scheduled { get; init; } = true;

    /// <summary>Conditions such as <c>Ready</c> and <c>DisruptionTarget</c>.</summary>
    public IReadOnlyList<PodCondition> Conditions { get; init; } = [];

    /// <summary>The regular containers, in the order of the spec.</summary>
    public IReadOnlyList<ContainerStatus> ContainerStatuses { get; init; } = [];

    /// <summary>The init containers, in the order of the spec.</summary>
    public IReadOnlyList<ContainerStatus> InitContainerStatuses { get; init; } = [];

    /// <summary>When the executor accepted the pod.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When the pod must have stopped; set as soon as somebody asked for its end, whoever it was.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>The grace period in seconds that <see cref="DeletionTimestamp"/> includes.</summary>
    public long DeletionGracePeriodSeconds { get; init; }
}

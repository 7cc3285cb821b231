using BatchJobs.Pods;

namespace BatchJobs.Kubernetes.Executor;

/// <summary>What the executor knows of a pod of its own; changed under the lock of its table.</summary>
internal sealed class PodEntry(PodId id, string namespaceName, string name)
{
    public PodId Id { get; } = id;

    public string Namespace { get; } = namespaceName;

    public string Name { get; } = name;

    /// <summary>The version in which the server confirmed the pod; 0 before.</summary>
    public ulong Confirmed { get; set; }

    /// <summary>The version that <see cref="Status"/> is of; 0 before the first.</summary>
    public ulong Version { get; set; }

    /// <summary>Its end was asked for before the server had it; with this grace period.</summary>
    public (bool Asked, TimeSpan? GracePeriod) StopWhenConfirmed { get; set; }

    /// <summary>The latest status; null before the first.</summary>
    public PodStatus? Status { get; set; }

    /// <summary>The engine has saved its outcome, or does not care for it any more.</summary>
    public bool Released { get; set; }

    /// <summary>Its object is free to go: what still comes about it is of no interest.</summary>
    public bool Settled { get; set; }

    /// <summary>Its Job is gone.</summary>
    public bool Forgotten { get; set; }

    /// <summary>Its object has gone.</summary>
    public bool Gone { get; set; }

    /// <summary>The version in which the server had it for certain; 0 if that is not known.</summary>
    public ulong OnServer => Math.Max(Confirmed, Version);

    public bool HasEnded => Status is { Phase: PodPhase.Succeeded or PodPhase.Failed };
}

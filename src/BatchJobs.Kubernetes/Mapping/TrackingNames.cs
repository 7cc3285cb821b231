namespace BatchJobs.Kubernetes.Mapping;

/// <summary>What tells the pods of this executor from all others.</summary>
/// <remarks>
/// The finalizer has a name of its own: from <c>batch.kubernetes.io/job-tracking</c> the cluster's Job controller frees every pod
/// that belongs to no Job of the cluster.
/// </remarks>
internal static class TrackingNames
{
    /// <summary>Label: the identity of the engine.</summary>
    public const string Engine = "batchjobs/engine";

    /// <summary>Label: the outcome is saved, nobody need look at the pod any more.</summary>
    public const string Released = "batchjobs/released";

    /// <summary>Label: the number of the pod among those of its Job.</summary>
    public const string Ordinal = "batchjobs/pod-ordinal";

    /// <summary>Finalizer: the outcome is not saved yet.</summary>
    public const string Finalizer = "batchjobs/pod-tracking";
}

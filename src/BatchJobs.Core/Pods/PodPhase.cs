namespace BatchJobs.Pods;

/// <summary>Where a pod is in its life.</summary>
/// <remarks>Kubernetes: <c>PodStatus.phase</c>.</remarks>
public enum PodPhase
{
    /// <summary>Accepted, but not all containers have started.</summary>
    Pending,

    /// <summary>At least one container runs or will be restarted.</summary>
    Running,

    /// <summary>All containers ended with exit code 0; terminal.</summary>
    Succeeded,

    /// <summary>All containers ended, one of them not with exit code 0; terminal.</summary>
    Failed,

    /// <summary>The executor has lost sight of the pod.</summary>
    Unknown,
}

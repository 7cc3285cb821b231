using System.Text.Json;

namespace BatchJobs.Specs;

/// <summary>The containers of a pod and everything around them.</summary>
/// <remarks>Kubernetes: <c>core/v1 PodSpec</c>. What only a cluster can honour is carried as it was written.</remarks>
public sealed record PodSpec
{
    /// <summary>What an object has that says nothing of this; shared, since nobody can change it.</summary>
    internal static readonly PodSpec Empty = new();

    /// <summary>Containers that run one after another before the others; those that restart Always are sidecars (KEP-753).</summary>
    public IReadOnlyList<Container>? InitContainers { get; init; }

    /// <summary>The containers, at least one.</summary>
    public IReadOnlyList<Container>? Containers { get; init; }

    /// <summary>Whether ended containers are started again; a Job needs OnFailure or Never.</summary>
    public RestartPolicy? RestartPolicy { get; init; }

    /// <summary>Seconds between the request to stop and the forced end.</summary>
    /// <value>30.</value>
    public long? TerminationGracePeriodSeconds { get; init; }

    /// <summary>Seconds the pod may run before it fails with <c>DeadlineExceeded</c>.</summary>
    public long? ActiveDeadlineSeconds { get; init; }

    /// <summary>Volumes of the pod; carried as it was written.</summary>
    public JsonElement? Volumes { get; init; }

    /// <summary>Containers for debugging; not allowed in a template; carried as it was written.</summary>
    public JsonElement? EphemeralContainers { get; init; }

    /// <summary>How names are resolved.</summary>
    public string? DnsPolicy { get; init; }

    /// <summary>Labels a node must have.</summary>
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }

    /// <summary>The account the pod runs under.</summary>
    public string? ServiceAccountName { get; init; }

    /// <summary>The former name of serviceAccountName.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>Whether the account's token is mounted.</summary>
    public bool? AutomountServiceAccountToken { get; init; }

    /// <summary>The node to run on.</summary>
    public string? NodeName { get; init; }

    /// <summary>Whether the pod uses the network of its host.</summary>
    public bool? HostNetwork { get; init; }

    /// <summary>Whether the pod sees the processes of its host.</summary>
    public bool? HostPID { get; init; }

    /// <summary>Whether the pod uses the IPC namespace of its host.</summary>
    public bool? HostIPC { get; init; }

    /// <summary>Whether the pod uses the user namespace of its host.</summary>
    public bool? HostUsers { get; init; }

    /// <summary>Whether the containers see each other's processes.</summary>
    public bool? ShareProcessNamespace { get; init; }

    /// <summary>Users, groups and privileges of the pod; carried as it was written.</summary>
    public JsonElement? SecurityContext { get; init; }

    /// <summary>Credentials for image registries; carried as it was written.</summary>
    public JsonElement? ImagePullSecrets { get; init; }

    /// <summary>The host name.</summary>
    public string? Hostname { get; init; }

    /// <summary>The host name as the kernel reports it.</summary>
    public string? HostnameOverride { get; init; }

    /// <summary>The subdomain of the host name.</summary>
    public string? Subdomain { get; init; }

    /// <summary>Whether the host name is fully qualified.</summary>
    public bool? SetHostnameAsFQDN { get; init; }

    /// <summary>Where the pod may be placed; carried as it was written.</summary>
    public JsonElement? Affinity { get; init; }

    /// <summary>Who places the pod.</summary>
    public string? SchedulerName { get; init; }

    /// <summary>Taints the pod tolerates; carried as it was written.</summary>
    public JsonElement? Tolerations { get; init; }

    /// <summary>Entries for the hosts file; carried as it was written.</summary>
    public JsonElement? HostAliases { get; init; }

    /// <summary>The class of the pod's priority.</summary>
    public string? PriorityClassName { get; init; }

    /// <summary>The priority of the pod.</summary>
    public int? Priority { get; init; }

    /// <summary>Details of name resolution; carried as it was written.</summary>
    public JsonElement? DnsConfig { get; init; }

    /// <summary>Conditions that must hold before the pod is ready; carried as it was written.</summary>
    public JsonElement? ReadinessGates { get; init; }

    /// <summary>The runtime the pod needs.</summary>
    public string? RuntimeClassName { get; init; }

    /// <summary>Whether services appear in the environment.</summary>
    public bool? EnableServiceLinks { get; init; }

    /// <summary>Whether the pod may displace others.</summary>
    public string? PreemptionPolicy { get; init; }

    /// <summary>Resources the runtime itself needs; carried as it was written.</summary>
    public JsonElement? Overhead { get; init; }

    /// <summary>How pods are spread; carried as it was written.</summary>
    public JsonElement? TopologySpreadConstraints { get; init; }

    /// <summary>The operating system the pod is for; carried as it was written.</summary>
    public JsonElement? OS { get; init; }

    /// <summary>What holds the placement of the pod back; carried as it was written.</summary>
    public JsonElement? SchedulingGates { get; init; }

    /// <summary>Devices the pod needs; carried as it was written.</summary>
    public JsonElement? ResourceClaims { get; init; }

    /// <summary>Resources of the pod as a whole; carried as it was written.</summary>
    public JsonElement? Resources { get; init; }

    /// <summary>The group the pod is placed with; carried as it was written.</summary>
    public JsonElement? SchedulingGroup { get; init; }
}

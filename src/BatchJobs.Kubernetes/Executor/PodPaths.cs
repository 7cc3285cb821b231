using BatchJobs.Kubernetes.Mapping;
using BatchJobs.Validation;

namespace BatchJobs.Kubernetes.Executor;

/// <summary>Where pods are on the API server.</summary>
internal static class PodPaths
{
    /// <summary>All pods of a namespace, or of the whole cluster.</summary>
    public static string Collection(string? namespaceName) => namespaceName is null ? "api/v1/pods" : $"api/v1/namespaces/{namespaceName}/pods";

    public static string Pod(string namespaceName, string name) => $"{Collection(namespaceName)}/{name}";

    /// <summary>The pods of an engine that it still has to do with.</summary>
    public static string Unreleased(string identity) => Selector($"{TrackingNames.Engine}={identity},!{TrackingNames.Released}");

    /// <summary>All pods of a Job.</summary>
    public static string OfJob(string identity, Guid jobUid) => Selector($"{TrackingNames.Engine}={identity},{JobLabels.ControllerUid}={jobUid}");

    /// <summary>One pod, by its number.</summary>
    public static string OfJob(string identity, Guid jobUid, long ordinal) =>
        Selector($"{TrackingNames.Engine}={identity},{JobLabels.ControllerUid}={jobUid},{TrackingNames.Ordinal}={ordinal}");

    private static string Selector(string labels) => "labelSelector=" + Uri.EscapeDataString(labels);
}

using System.Globalization;
using BatchJobs.Pods;
using BatchJobs.Validation;
using k8s.Models;

namespace BatchJobs.Kubernetes.Mapping;

/// <summary>What is kept of a Pod object.</summary>
/// <param name="Id">Which pod.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its resource version; grows with every change.</param>
/// <param name="Status">How it was then.</param>
internal sealed record PodSnapshot(PodId Id, string Namespace, string Name, ulong Version, PodStatus Status)
{
    /// <returns>null if the pod is none of ours.</returns>
    public static PodSnapshot? Of(V1Pod pod)
    {
        V1ObjectMeta metadata = pod.Metadata;
        return IdOf(metadata) is { } id
            ? new PodSnapshot(id, metadata.NamespaceProperty, metadata.Name, ResourceVersions.Parse(metadata.ResourceVersion), PodStatusMap.Of(pod))
            : null;
    }

    /// <summary>How the pod ended, now that its object has gone; null if nobody can know.</summary>
    public PodStatus? AfterRemoval() => PodEnding.OfRemoved(Status);

    private static PodId? IdOf(V1ObjectMeta metadata) =>
        metadata.Labels is { } labels && labels.TryGetValue(JobLabels.ControllerUid, out string? uid) && Guid.TryParse(uid, out Guid jobUid)
        && labels.TryGetValue(TrackingNames.Ordinal, out string? number)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long ordinal)
            ? new PodId(jobUid, ordinal)
            : null;
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BatchJobs.Execution;
using BatchJobs.Kubernetes.Mapping;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Kubernetes.Executor;

/// <summary>The Pod object of a start request, with every field of the spec, also those that this library only carries.</summary>
/// <remarks>A grace period of 0 becomes one second; <see cref="PodOrders.StopAsync"/> tells why.</remarks>
internal static class PodManifest
{
    public static string Json(PodStartRequest request, string namespaceName, KubernetesExecutorOptions options)
    {
        PodTemplateSpec pod = new()
        {
            Metadata = new ObjectMeta
            {
                Name = request.Name,
                Namespace = namespaceName,
                Labels = Labels(request, options.Identity),
                Annotations = request.Annotations.Count == 0 ? null : request.Annotations,
                Finalizers = options.TrackingFinalizer ? [TrackingNames.Finalizer] : null,
                OwnerReferences = options.Owner is { } owner ? [owner] : null,
            },
            Spec = request.Spec.TerminationGracePeriodSeconds == 0 ? request.Spec with { TerminationGracePeriodSeconds = 1 } : request.Spec,
        };
        JsonObject root = JsonSerializer.SerializeToNode(pod, SpecJson.Default.PodTemplateSpec)!.AsObject();
        root.Insert(0, "apiVersion", "v1");
        root.Insert(1, "kind", "Pod");
        return root.ToJsonString();
    }

    private static Dictionary<string, string> Labels(PodStartRequest request, string identity) => new(request.Labels, StringComparer.Ordinal)
    {
        [JobLabels.ControllerUid] = request.Id.JobUid.ToString(),
        [TrackingNames.Engine] = identity,
        [TrackingNames.Ordinal] = request.Id.Ordinal.ToString(CultureInfo.InvariantCulture),
    };
}

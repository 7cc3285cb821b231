using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BatchJobs.Manifests;
using BatchJobs.Manifests.Schema;
using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>Whether what a program carries as JSON in a pod has the fields and types it would need in a manifest.</summary>
/// <remarks>Asked before anything else looks at it, so that nothing else has to expect anything there but what the API knows.</remarks>
internal static class CarriedRules
{
    /// <param name="whole">The object that has the pod.</param>
    /// <param name="type">What it is in the API.</param>
    /// <param name="json">What it is in JSON.</param>
    /// <param name="pod">The pod; without any JSON in it nothing has to be looked at.</param>
    /// <param name="errors">What is wrong.</param>
    public static void Check<T>(T whole, ApiType type, JsonTypeInfo<T> json, PodSpec pod, FieldErrors errors)
    {
        if (!Carries(pod))
        {
            return;
        }

        var checker = new ManifestChecker(type);
        ManifestNode node = JsonManifestParser.Parse(JsonSerializer.SerializeToUtf8Bytes(whole, json), int.MaxValue);
        checker.Check(node);
        foreach (ManifestError error in checker.TypeErrors.Concat(checker.StrictErrors))
        {
            string field = error.Field!;
            string problem = error.PlainMessage.StartsWith($"{field}: ", StringComparison.Ordinal) ? error.PlainMessage[(field.Length + 2)..] : error.PlainMessage;
            errors.InvalidValue(field, null, problem, error.Suggestion);
        }

        CheckItems("", node, errors);
    }

    private static void CheckItems(string path, ManifestNode node, FieldErrors errors)
    {
        foreach (ManifestMember member in node.Members)
        {
            CheckItems(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value, errors);
        }

        for (int index = 0; index < node.Items.Count; index++)
        {
            string field = $"{path}[{index.ToString(CultureInfo.InvariantCulture)}]";
            if (node.Items[index].Kind == ManifestNodeKind.Null)
            {
                errors.Required(field, NullRules.Detail);
            }
            else
            {
                CheckItems(field, node.Items[index], errors);
            }
        }
    }

    private static bool Carries(PodSpec pod) =>
        (pod.Volumes ?? pod.EphemeralContainers ?? pod.SecurityContext ?? pod.ImagePullSecrets ?? pod.Affinity ?? pod.Tolerations ?? pod.HostAliases ?? pod.DnsConfig
            ?? pod.ReadinessGates ?? pod.Overhead ?? pod.TopologySpreadConstraints ?? pod.OS ?? pod.SchedulingGates ?? pod.ResourceClaims ?? pod.Resources
            ?? pod.SchedulingGroup) is not null
        || (pod.InitContainers ?? []).Any(Carries) || (pod.Containers ?? []).Any(Carries);

    private static bool Carries(Container container) =>
        (container.EnvFrom ?? container.Ports ?? container.Resources ?? container.ResizePolicy ?? container.VolumeMounts ?? container.VolumeDevices
            ?? container.LivenessProbe ?? container.ReadinessProbe ?? container.StartupProbe ?? container.Lifecycle ?? container.SecurityContext) is not null
        || (container.Env ?? []).Any(Carries);

    private static bool Carries(EnvVar variable) =>
        variable.ValueFrom is { } source && (source.ResourceFieldRef ?? source.ConfigMapKeyRef ?? source.SecretKeyRef ?? source.FileKeyRef) is not null;
}

using System.Text.Json;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Commands;

/// <summary>What a pod spec asks for that processes don't get.</summary>
internal static class IgnoredFields
{
    /// <summary>The paths of the fields that are set and have no effect.</summary>
    internal static IEnumerable<string> In(PodSpec spec) =>
        OfPod(spec)
            .Concat((spec.InitContainers ?? []).SelectMany(container => OfContainer(container, "spec.initContainers[]")))
            .Concat((spec.Containers ?? []).SelectMany(container => OfContainer(container, "spec.containers[]")));

    private static IEnumerable<string> OfPod(PodSpec spec)
    {
        if (IsSet(spec.Volumes)) yield return "spec.volumes";
        if (IsSet(spec.SecurityContext)) yield return "spec.securityContext";
        if (IsSet(spec.Resources)) yield return "spec.resources";
        if (IsSet(spec.ResourceClaims)) yield return "spec.resourceClaims";
        if (spec.NodeSelector is { Count: > 0 }) yield return "spec.nodeSelector";
        if (IsSet(spec.Affinity)) yield return "spec.affinity";
        if (IsSet(spec.HostAliases)) yield return "spec.hostAliases";
        if (spec.RuntimeClassName is not null) yield return "spec.runtimeClassName";
    }

    private static IEnumerable<string> OfContainer(Container container, string path)
    {
        if (container.Image is not null) yield return $"{path}.image";
        if (IsSet(container.Resources)) yield return $"{path}.resources";
        if (IsSet(container.VolumeMounts)) yield return $"{path}.volumeMounts";
        if (IsSet(container.VolumeDevices)) yield return $"{path}.volumeDevices";
        if (IsSet(container.LivenessProbe)) yield return $"{path}.livenessProbe";
        if (IsSet(container.ReadinessProbe)) yield return $"{path}.readinessProbe";
        if (IsSet(container.StartupProbe)) yield return $"{path}.startupProbe";
        if (IsSet(container.Lifecycle)) yield return $"{path}.lifecycle";
        if (IsSet(container.SecurityContext)) yield return $"{path}.securityContext";
        if (container.RestartPolicyRules?.Any(rule => rule.Action == "RestartAllContainers") == true) yield return $"{path}.restartPolicyRules[].action RestartAllContainers";
        if (container.Stdin == true) yield return $"{path}.stdin";
        if (container.Tty == true) yield return $"{path}.tty";
    }

    // Defaulting leaves empty objects behind, which ask for nothing.
    private static bool IsSet(JsonElement? field) => field switch
    {
        { ValueKind: JsonValueKind.Object } value => value.EnumerateObject().Any(),
        { ValueKind: JsonValueKind.Array } value => value.GetArrayLength() > 0,
        _ => false,
    };
}

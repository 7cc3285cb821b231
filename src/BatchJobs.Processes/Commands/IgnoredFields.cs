using System.Text.Json;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Logs;
using BatchJobs.Processes.Reading;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Processes.Commands;

/// <summary>What a pod spec asks for that processes don't get.</summary>
internal static class IgnoredFields
{
    private static readonly string[] HonouredSecurity = ["runAsUser", "runAsGroup", "runAsNonRoot", "supplementalGroups", "fsGroup"];

    /// <summary>The paths of the fields that are set and have no effect.</summary>
    /// <param name="spec">The pod.</param>
    /// <param name="limitsCpu">Whether there is a way to limit the processors a container uses.</param>
    /// <param name="host">What this system can do; null for all there is.</param>
    /// <param name="capturesOutput">Whether output is kept.</param>
    internal static IEnumerable<string> In(PodSpec spec, bool limitsCpu = false, HostCapabilities? host = null, bool capturesOutput = true)
    {
        IEnumerable<string> Of(IReadOnlyList<Container>? containers, string path) => (containers ?? []).SelectMany(container =>
            OfContainer(container, path, limitsCpu, capturesOutput).Concat(MissingHere(container, path, host ?? HostCapabilities.All)));
        return OfPod(spec).Concat(Of(spec.InitContainers, "spec.initContainers[]")).Concat(Of(spec.Containers, "spec.containers[]"));
    }

    /// <summary>Images alone: every manifest has them, and here they name nothing.</summary>
    internal static bool IsImage(string field) => field.EndsWith(".image", StringComparison.Ordinal);

    private static IEnumerable<string> OfPod(PodSpec spec)
    {
        foreach (var volume in VolumeSpec.ReadAll(spec.Volumes).Where(volume => !VolumeSpec.Kinds.Contains(volume.Kind))) yield return $"spec.volumes[].{volume.Kind}";
        foreach (var field in Members(spec.SecurityContext, "spec.securityContext", HonouredSecurity)) yield return field;
        if (IsSet(spec.Resources)) yield return "spec.resources";
        if (IsSet(spec.ResourceClaims)) yield return "spec.resourceClaims";
        if (spec.NodeSelector is { Count: > 0 }) yield return "spec.nodeSelector";
        if (IsSet(spec.Affinity)) yield return "spec.affinity";
        if (IsSet(spec.TopologySpreadConstraints)) yield return "spec.topologySpreadConstraints";
        if (IsSet(spec.HostAliases)) yield return "spec.hostAliases";
        if (IsSet(spec.ReadinessGates)) yield return "spec.readinessGates";
        if (spec.RuntimeClassName is not null) yield return "spec.runtimeClassName";
    }

    private static IEnumerable<string> OfContainer(Container container, string path, bool limitsCpu, bool capturesOutput)
    {
        if (container.Image is not null) yield return $"{path}.image";
        if (!limitsCpu && ResourceAmounts.Limits(container).MilliCpu is not null) yield return $"{path}.resources.limits.cpu";
        if (!capturesOutput && container.TerminationMessagePolicy == TerminationMessage.FromLogPolicy) yield return $"{path}.terminationMessagePolicy";
        foreach (var field in OtherResources(container, path)) yield return field;
        if (container.VolumeMounts.Items().Any(mount => mount.Member("readOnly") is { ValueKind: JsonValueKind.True })) yield return $"{path}.volumeMounts[].readOnly";
        if (IsSet(container.VolumeDevices)) yield return $"{path}.volumeDevices";
        if (IsOther(container.LivenessProbe, "exec")) yield return $"{path}.livenessProbe";
        if (IsOther(container.ReadinessProbe, "exec")) yield return $"{path}.readinessProbe";
        if (IsOther(container.StartupProbe, "exec")) yield return $"{path}.startupProbe";
        if (IsOther(container.Lifecycle?.Member("postStart"), "exec", "sleep")) yield return $"{path}.lifecycle.postStart";
        if (IsOther(container.Lifecycle?.Member("preStop"), "exec", "sleep")) yield return $"{path}.lifecycle.preStop";
        foreach (var field in Members(container.SecurityContext, $"{path}.securityContext", HonouredSecurity)) yield return field;
        if (container.Stdin == true) yield return $"{path}.stdin";
        if (container.Tty == true) yield return $"{path}.tty";
    }

    private static IEnumerable<string> MissingHere(Container container, string path, HostCapabilities host)
    {
        if (!host.Limits && ResourceAmounts.Limits(container).Memory is not null) yield return $"{path}.resources.limits.memory";
        if (!host.StopSignals && container.Lifecycle?.Member("stopSignal") is not null) yield return $"{path}.lifecycle.stopSignal";
    }

    private static IEnumerable<string> OtherResources(Container container, string path) =>
        Members(container.Resources?.Member("limits"), $"{path}.resources.limits", ["cpu", "memory"])
            .Concat(Members(container.Resources?.Member("requests"), $"{path}.resources.requests", ["cpu", "memory"]))
            .Concat(Members(container.Resources, $"{path}.resources", ["limits", "requests"]));

    private static IEnumerable<string> Members(JsonElement? parent, string path, string[] honoured) =>
        parent is { ValueKind: JsonValueKind.Object } element
            ? element.EnumerateObject().Where(member => !honoured.Contains(member.Name)).Select(member => $"{path}.{member.Name}")
            : [];

    private static bool IsOther(JsonElement? action, params string[] honoured) =>
        IsSet(action) && !honoured.Any(member => action!.Value.Member(member) is not null);

    // Defaulting leaves empty objects behind, which ask for nothing.
    private static bool IsSet(JsonElement? field) => field switch
    {
        { ValueKind: JsonValueKind.Object } value => value.EnumerateObject().Any(),
        { ValueKind: JsonValueKind.Array } value => value.GetArrayLength() > 0,
        _ => false,
    };
}

using System.Text.Json;
using BatchJobs.Validation;

namespace BatchJobs.Processes.Reading;

/// <summary>Files that the containers of a pod share or are given.</summary>
/// <param name="Name">What mounts call it.</param>
/// <param name="Kind">The member that says where it comes from, such as <c>emptyDir</c>.</param>
/// <param name="Source">That member.</param>
/// <remarks>Kubernetes: <c>core/v1 Volume</c>.</remarks>
internal sealed record VolumeSpec(string Name, string Kind, JsonElement Source)
{
    /// <summary>The kinds that processes can have.</summary>
    internal static IReadOnlySet<string> Kinds { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "emptyDir", "hostPath", "configMap", "secret", "downwardAPI", "projected" };

    internal static IEnumerable<VolumeSpec> ReadAll(JsonElement? volumes) => volumes.Items().Select(Read);

    private static VolumeSpec Read(JsonElement volume)
    {
        // A volume of no kind is an emptyDir.
        var member = volume.EnumerateObject().FirstOrDefault(member => member.Name != "name" && member.Value.ValueKind == JsonValueKind.Object);
        return new VolumeSpec(volume.Text("name"), member.Name ?? "emptyDir", member.Value);
    }
}

/// <summary>Where a container wants to see a volume.</summary>
/// <param name="Volume">The name of the volume.</param>
/// <param name="MountPath">The path by which the container knows it.</param>
/// <param name="SubPath">The part of the volume that is meant; empty for all of it.</param>
/// <remarks>Kubernetes: <c>core/v1 VolumeMount</c>.</remarks>
internal sealed record VolumeMountSpec(string Volume, string MountPath, string SubPath)
{
    internal static IEnumerable<VolumeMountSpec> ReadAll(JsonElement? mounts) =>
        mounts.Items().Select(mount => new VolumeMountSpec(mount.Text("name"), mount.Text("mountPath"), mount.Text("subPath")));
}

using System.Globalization;

namespace BatchJobs.Kubernetes.Mapping;

/// <summary>Resource versions of one kind of object grow.</summary>
/// <remarks>KEP-5504 makes official what etcd-backed servers have always done. A version that is no number counts as 0: always worth a look.</remarks>
internal static class ResourceVersions
{
    public static ulong Parse(string? version) => ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : 0;
}

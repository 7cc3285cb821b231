using BatchJobs.Execution;

namespace BatchJobs.Processes.Reading;

/// <summary>The fields of a pod that environment variables can refer to.</summary>
/// <remarks>Kubernetes: the downward API; what only a cluster knows, such as <c>status.podIP</c>, is missing.</remarks>
internal static class PodFields
{
    private const string Labels = "metadata.labels";
    private const string Annotations = "metadata.annotations";

    /// <summary>Reads a field.</summary>
    /// <returns>Its value, empty for a label or annotation the pod does not have; null for a field there is not.</returns>
    internal static string? Read(PodStartRequest pod, string? fieldPath) => fieldPath switch
    {
        "metadata.name" => pod.Name,
        "metadata.namespace" => pod.Job.Namespace,
        "metadata.uid" => pod.Uid.ToString(),
        "spec.serviceAccountName" => pod.Spec.ServiceAccountName ?? "default",
        "spec.nodeName" => pod.Spec.NodeName ?? Environment.MachineName,
        _ when Key(fieldPath, Labels) is { } key => pod.Labels.GetValueOrDefault(key, ""),
        _ when Key(fieldPath, Annotations) is { } key => pod.Annotations.GetValueOrDefault(key, ""),
        _ => null,
    };

    /// <summary>Reads all labels or all annotations, as files have them but variables do not.</summary>
    /// <returns>A line for each; null for any other field.</returns>
    internal static string? ReadMap(PodStartRequest pod, string? fieldPath) => fieldPath switch
    {
        Labels => Lines(pod.Labels),
        Annotations => Lines(pod.Annotations),
        _ => null,
    };

    private static string Lines(IReadOnlyDictionary<string, string> map) => string.Join(
        '\n',
        map.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => $"{entry.Key}=\"{entry.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\""));

    /// <summary>The key in <c>map['key']</c>.</summary>
    private static string? Key(string? fieldPath, string map) =>
        fieldPath is not null
        && fieldPath.Length > map.Length + 4
        && fieldPath.StartsWith(map, StringComparison.Ordinal)
        && fieldPath.AsSpan(map.Length, 2).SequenceEqual("['")
        && fieldPath.EndsWith("']", StringComparison.Ordinal)
            ? fieldPath[(map.Length + 2)..^2]
            : null;
}

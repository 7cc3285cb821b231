namespace BatchJobs.Processes.Volumes;

/// <summary>Supplies the ConfigMaps and Secrets that pods refer to.</summary>
/// <remarks>Asked for each start of a container and each volume; may be called from several threads at once.</remarks>
public interface IPodConfigSource
{
    /// <summary>Finds a ConfigMap or Secret.</summary>
    /// <param name="kind">Which of the two.</param>
    /// <param name="namespace">The namespace of the pod.</param>
    /// <param name="name">The name of the object.</param>
    /// <returns>Its keys and values; null if there is no such object.</returns>
    IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? Find(PodConfigKind kind, string @namespace, string name);
}

/// <summary>The kinds of objects a pod takes its configuration from.</summary>
public enum PodConfigKind
{
    /// <summary>A <c>core/v1 ConfigMap</c>.</summary>
    ConfigMap,

    /// <summary>A <c>core/v1 Secret</c>, whose values are not encoded here.</summary>
    Secret,
}

using BatchJobs.Execution;
using BatchJobs.Specs;

namespace BatchJobs.Scheduling;

/// <summary>A place where pods can run: an executor under a name.</summary>
public sealed class PodNode
{
    private static readonly Dictionary<string, string> NoLabels = [];

    /// <summary>Makes a node.</summary>
    /// <param name="name">The name, which <c>spec.nodeName</c> of a pod can ask for.</param>
    /// <param name="executor">Runs the pods of the node.</param>
    public PodNode(string name, IPodExecutor executor)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(executor);
        Name = name;
        Executor = executor;
    }

    /// <summary>The name, unique among the nodes of an executor.</summary>
    public string Name { get; }

    /// <summary>Runs the pods of the node.</summary>
    public IPodExecutor Executor { get; }

    /// <summary>What <c>spec.nodeSelector</c> of a pod can ask for.</summary>
    /// <value>None.</value>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = NoLabels;

    /// <summary>How many pods the node runs at once; null for no limit.</summary>
    /// <value>Null.</value>
    public int? Capacity { get; init; }

    /// <summary>Whether a pod may run here by its <c>nodeName</c> and <c>nodeSelector</c>.</summary>
    /// <param name="pod">The pod spec.</param>
    /// <returns>true if it asks for nothing that the node does not have.</returns>
    public bool Fits(PodSpec pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        if (pod.NodeName is { Length: > 0 } wanted && wanted != Name)
        {
            return false;
        }

        foreach ((string label, string value) in pod.NodeSelector ?? NoLabels)
        {
            if (!Labels.TryGetValue(label, out string? own) || own != value)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc />
    public override string ToString() => Name;
}

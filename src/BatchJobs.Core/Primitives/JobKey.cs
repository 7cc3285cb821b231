namespace BatchJobs.Primitives;

/// <summary>Namespace and name of a Job.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Name">The name.</param>
public readonly record struct JobKey(string Namespace, string Name)
{
    /// <summary>The namespace of objects that do not say.</summary>
    public const string DefaultNamespace = "default";

    /// <summary>A key in the default namespace.</summary>
    /// <param name="name">The name.</param>
    public JobKey(string name)
        : this(DefaultNamespace, name)
    {
    }

    /// <inheritdoc />
    public override string ToString() => $"{Namespace}/{Name}";
}

using System.Text.Json;
using BatchJobs.Primitives;

namespace BatchJobs.Specs;

/// <summary>Name, labels and identity of an object.</summary>
/// <remarks>Kubernetes: <c>meta/v1 ObjectMeta</c>.</remarks>
public sealed record ObjectMeta
{
    /// <summary>What an object has that says nothing of this; shared, since nobody can change it.</summary>
    internal static readonly ObjectMeta Empty = new();

    private readonly OptionalTime creationTimestamp;
    private readonly OptionalTime deletionTimestamp;

    /// <summary>A box, since most objects have none.</summary>
    private readonly object? managedFields;

    /// <summary>The name, unique in its namespace.</summary>
    public string? Name { get; init; }

    /// <summary>The prefix of a name to be made, used when <see cref="Name"/> is absent.</summary>
    public string? GenerateName { get; init; }

    /// <summary>The namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>Set by old servers; carried only.</summary>
    public string? SelfLink { get; init; }

    /// <summary>The identity of this incarnation of the name; given by the engine.</summary>
    public string? Uid { get; init; }

    /// <summary>Changes with every write of the object; used for optimistic concurrency.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Counts the changes of the spec, from 1.</summary>
    public long? Generation { get; init; }

    /// <summary>When the object was created.</summary>
    public DateTimeOffset? CreationTimestamp
    {
        get => creationTimestamp;
        init => creationTimestamp = value;
    }

    /// <summary>When deletion was asked for.</summary>
    public DateTimeOffset? DeletionTimestamp
    {
        get => deletionTimestamp;
        init => deletionTimestamp = value;
    }

    /// <summary>Grace period of the deletion in seconds.</summary>
    public long? DeletionGracePeriodSeconds { get; init; }

    /// <summary>Labels, to select by.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Annotations, for tools.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>The objects this one belongs to.</summary>
    public IReadOnlyList<OwnerReference>? OwnerReferences { get; init; }

    /// <summary>What has to happen before the object may go.</summary>
    public IReadOnlyList<string>? Finalizers { get; init; }

    /// <summary>Who manages which field; carried only.</summary>
    public JsonElement? ManagedFields
    {
        get => (JsonElement?)managedFields;
        init => managedFields = value;
    }
}

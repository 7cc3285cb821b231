using BatchJobs.Primitives;

namespace BatchJobs.Storage;

/// <summary>What an object of a store is.</summary>
public enum StoredKind
{
    /// <summary>A Job.</summary>
    Job = 1,

    /// <summary>A CronJob.</summary>
    CronJob = 2,
}

/// <summary>A Job or CronJob as a store keeps it.</summary>
public sealed record StoredObject
{
    /// <summary>Whether it is a Job or a CronJob.</summary>
    public required StoredKind Kind { get; init; }

    /// <summary>Its name, unique among the objects of its kind.</summary>
    public required JobKey Key { get; init; }

    /// <summary>Its identity.</summary>
    public required Guid Uid { get; init; }

    /// <summary>How often it was saved.</summary>
    public required long Version { get; init; }

    /// <summary>The resource version its users see.</summary>
    public required long ResourceVersion { get; init; }

    /// <summary>Whether it is a Job that has completed or failed.</summary>
    public bool Finished { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = NoLabels;

    /// <summary>The object without its status, as JSON in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Manifest { get; init; }

    /// <summary>Where it is in its life, in a form of the library's own that begins with the number of its format.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }

    internal static IReadOnlyDictionary<string, string> NoLabels { get; } = new Dictionary<string, string>();
}

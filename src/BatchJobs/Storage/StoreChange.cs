using BatchJobs.Primitives;

namespace BatchJobs.Storage;

/// <summary>A change of one object in a store.</summary>
public sealed record StoreChange
{
    /// <summary>Whether it is a Job or a CronJob.</summary>
    public required StoredKind Kind { get; init; }

    /// <summary>Its name.</summary>
    public required JobKey Key { get; init; }

    /// <summary>Its identity.</summary>
    public required Guid Uid { get; init; }

    /// <summary>The version the object has before the change; 0 if it must not exist yet, under this uid or this name. The change adds one.</summary>
    public required long ExpectedVersion { get; init; }

    /// <summary>Whether the object goes, and all its records with it; nothing below matters then.</summary>
    public bool Removes { get; init; }

    /// <summary>The resource version its users see.</summary>
    public long ResourceVersion { get; init; }

    /// <summary>Whether it is a Job that has completed or failed.</summary>
    public bool Finished { get; init; }

    /// <summary>The object without its status; null if it stays as it is.</summary>
    public ReadOnlyMemory<byte>? Manifest { get; init; }

    /// <summary>Its labels; of interest only together with <see cref="Manifest"/>.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = StoredObject.NoLabels;

    /// <summary>Where it is in its life.</summary>
    public ReadOnlyMemory<byte> State { get; init; }

    /// <summary>What is appended.</summary>
    public IReadOnlyList<StoredRecord> Append { get; init; } = [];

    /// <summary>What can be dropped; records appended by the same change stay.</summary>
    public IReadOnlyList<StoredRecordBound> Drop { get; init; } = [];
}

using BatchJobs.Pods;
using BatchJobs.Primitives;

namespace BatchJobs.Testing.Scripting;

/// <summary>The life of a scripted pod so far.</summary>
public sealed record PodRecord
{
    /// <summary>Which pod.</summary>
    public required PodId Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The Job it was started for.</summary>
    public required JobKey Job { get; init; }

    /// <summary>Its completion index, or null in a NonIndexed Job.</summary>
    public int? Index { get; init; }

    /// <summary>How many pods of the same index, NonIndexed: of the Job, came before.</summary>
    public required long Attempt { get; init; }

    /// <summary>The position of the rule that gave it its script; -1 if none did.</summary>
    public required int Rule { get; init; }

    /// <summary>Its annotations.</summary>
    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    /// <summary>How it last was.</summary>
    public required PodStatus Status { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it began to run.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>When its deletion was asked for, by whomever.</summary>
    public DateTimeOffset? Deleted { get; init; }

    /// <summary>When the engine had counted it and let it go.</summary>
    public DateTimeOffset? Released { get; init; }

    /// <summary>When nothing was left of it.</summary>
    public DateTimeOffset? Gone { get; init; }

    /// <summary>Whether it outlived its Job.</summary>
    public bool Orphaned { get; init; }
}

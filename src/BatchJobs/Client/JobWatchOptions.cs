using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Client;

/// <summary>Which Jobs to watch.</summary>
public sealed record JobWatchOptions
{
    /// <summary>One Job; null for all that the other members select.</summary>
    public JobKey? Key { get; init; }

    /// <summary>The namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>What their labels must be; null for anything.</summary>
    public LabelSelector? LabelSelector { get; init; }

    /// <summary>Goes on after this version, that of the last change or list seen, instead of beginning with all Jobs that exist; null to begin anew.</summary>
    public string? ResourceVersion { get; init; }
}

/// <summary>What happened to a watched Job.</summary>
public enum JobChangeType
{
    /// <summary>It is new, or new to the watcher.</summary>
    Added,

    /// <summary>Its spec or status changed.</summary>
    Modified,

    /// <summary>It is gone.</summary>
    Deleted,
}

/// <summary>A change of a Job.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Job">The Job after the change; the last known state of one that is gone.</param>
public sealed record JobChange(JobChangeType Type, Job Job);

using BatchJobs.Primitives;

namespace BatchJobs.Specs;

/// <summary>The progress of a Job as people and tools see it; computed from state, never stored by hand.</summary>
/// <remarks>Kubernetes: <c>batch/v1 JobStatus</c>.</remarks>
public sealed record JobStatus
{
    private readonly OptionalTime startTime;
    private readonly OptionalTime completionTime;

    /// <summary>Conditions in the order in which they first appeared.</summary>
    public IReadOnlyList<JobCondition>? Conditions { get; init; }

    /// <summary>When the Job last became active; absent while suspended.</summary>
    public DateTimeOffset? StartTime
    {
        get => startTime;
        init => startTime = value;
    }

    /// <summary>When the Job completed; never set for a failed Job.</summary>
    public DateTimeOffset? CompletionTime
    {
        get => completionTime;
        init => completionTime = value;
    }

    /// <summary>Pods that neither ended nor are being stopped.</summary>
    public int? Active { get; init; }

    /// <summary>Pods, or indexes of an Indexed Job, that succeeded and are accounted for.</summary>
    public int? Succeeded { get; init; }

    /// <summary>Pods that failed and are accounted for.</summary>
    public int? Failed { get; init; }

    /// <summary>Pods that are being stopped and have not ended yet (KEP-3939).</summary>
    public int? Terminating { get; init; }

    /// <summary>Completed indexes as interval text.</summary>
    public string? CompletedIndexes { get; init; }

    /// <summary>Failed indexes as interval text; present exactly when backoffLimitPerIndex is set (KEP-3850).</summary>
    public string? FailedIndexes { get; init; }

    /// <summary>Ended pods that are not in the counters yet.</summary>
    public UncountedTerminatedPods? UncountedTerminatedPods { get; init; }

    /// <summary>Active pods that are ready.</summary>
    public int? Ready { get; init; }
}

/// <summary>Ended pods that are not in the counters yet, by uid.</summary>
/// <remarks>Kubernetes: <c>UncountedTerminatedPods</c>, KEP-2307.</remarks>
public sealed record UncountedTerminatedPods
{
    /// <summary>None; shared, since nobody can change it.</summary>
    internal static readonly UncountedTerminatedPods Empty = new();

    /// <summary>Those that succeeded.</summary>
    public IReadOnlyList<string>? Succeeded { get; init; }

    /// <summary>Those that failed.</summary>
    public IReadOnlyList<string>? Failed { get; init; }
}

using BatchJobs.Primitives;

namespace BatchJobs.Specs;

/// <summary>Something that holds, or no longer holds, of a Job.</summary>
/// <remarks>Kubernetes: <c>batch/v1 JobCondition</c>.</remarks>
public sealed record JobCondition
{
    private readonly OptionalTime lastProbeTime;
    private readonly OptionalTime lastTransitionTime;

    /// <summary>One of <see cref="JobConditionTypes"/>.</summary>
    public string? Type { get; init; }

    /// <summary>Whether it holds.</summary>
    public ConditionStatus? Status { get; init; }

    /// <summary>When it was last looked at; the same as <see cref="LastTransitionTime"/>.</summary>
    public DateTimeOffset? LastProbeTime
    {
        get => lastProbeTime;
        init => lastProbeTime = value;
    }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset? LastTransitionTime
    {
        get => lastTransitionTime;
        init => lastTransitionTime = value;
    }

    /// <summary>Why, in one word; see <see cref="JobReasons"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public string? Message { get; init; }
}

/// <summary>The types of <see cref="JobCondition"/>.</summary>
public static class JobConditionTypes
{
    /// <summary>The Job must have no pods for now.</summary>
    public const string Suspended = "Suspended";

    /// <summary>The Job will complete as soon as its pods have stopped (KEP-3998).</summary>
    public const string SuccessCriteriaMet = "SuccessCriteriaMet";

    /// <summary>The Job will fail as soon as its pods have stopped (KEP-3939).</summary>
    public const string FailureTarget = "FailureTarget";

    /// <summary>The Job has completed.</summary>
    public const string Complete = "Complete";

    /// <summary>The Job has failed.</summary>
    public const string Failed = "Failed";
}

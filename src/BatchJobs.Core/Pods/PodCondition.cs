using BatchJobs.Specs;

namespace BatchJobs.Pods;

/// <summary>Something that holds, or no longer holds, of a pod.</summary>
/// <param name="Type">What is said, such as <see cref="PodConditionTypes.Ready"/>.</param>
/// <param name="Status">Whether it holds.</param>
/// <param name="Reason">Why, in one word.</param>
/// <param name="Message">Why, in a sentence.</param>
/// <param name="LastTransitionTime">Since when.</param>
/// <remarks>Kubernetes: <c>core/v1 PodCondition</c>.</remarks>
public sealed record PodCondition(
    string Type,
    ConditionStatus Status,
    string? Reason = null,
    string? Message = null,
    DateTimeOffset? LastTransitionTime = null);

/// <summary>The types of <see cref="PodCondition"/> that Jobs care about.</summary>
public static class PodConditionTypes
{
    /// <summary>The pod serves: all containers are ready.</summary>
    public const string Ready = "Ready";

    /// <summary>All containers are ready.</summary>
    public const string ContainersReady = "ContainersReady";

    /// <summary>Somebody has placed the pod where it can run.</summary>
    public const string PodScheduled = "PodScheduled";

    /// <summary>The pod was ended by its surroundings, not by itself (KEP-3329).</summary>
    public const string DisruptionTarget = "DisruptionTarget";
}

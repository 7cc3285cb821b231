using BatchJobs.Primitives;

namespace BatchJobs.Specs;

/// <summary>What a matching pod failure rule does.</summary>
/// <param name="Value">The word as it stands in a manifest.</param>
/// <remarks>Kubernetes: <c>PodFailurePolicyRule.action, KEP-3329</c>.</remarks>
public readonly record struct PodFailureAction(string Value) : IApiWord<PodFailureAction>
{
    /// <summary>Fails the whole Job.</summary>
    public static PodFailureAction FailJob { get; } = new("FailJob");

    /// <summary>Fails the index of the pod without further retries.</summary>
    public static PodFailureAction FailIndex { get; } = new("FailIndex");

    /// <summary>Replaces the pod and counts nothing.</summary>
    public static PodFailureAction Ignore { get; } = new("Ignore");

    /// <summary>Counts the failure as if no rule had matched.</summary>
    public static PodFailureAction Count { get; } = new("Count");

    /// <inheritdoc />
    public static PodFailureAction FromValue(string value) => new(value);

    /// <inheritdoc />
    public override string ToString() => Value ?? "";
}

using BatchJobs.Primitives;

namespace BatchJobs.Specs;

/// <summary>When a replacement of a stopping pod may start.</summary>
/// <param name="Value">The word as it stands in a manifest.</param>
/// <remarks>Kubernetes: <c>JobSpec.podReplacementPolicy, KEP-3939</c>.</remarks>
public readonly record struct PodReplacementPolicy(string Value) : IApiWord<PodReplacementPolicy>
{
    /// <summary>As soon as the pod is stopping or has failed.</summary>
    public static PodReplacementPolicy TerminatingOrFailed { get; } = new("TerminatingOrFailed");

    /// <summary>Only when the pod has reached its terminal phase.</summary>
    public static PodReplacementPolicy Failed { get; } = new("Failed");

    /// <inheritdoc />
    public static PodReplacementPolicy FromValue(string value) => new(value);

    /// <inheritdoc />
    public override string ToString() => Value ?? "";
}

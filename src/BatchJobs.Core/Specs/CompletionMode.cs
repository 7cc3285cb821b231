using BatchJobs.Primitives;

namespace BatchJobs.Specs;

/// <summary>How the pods of a Job count towards its completion.</summary>
/// <param name="Value">The word as it stands in a manifest.</param>
/// <remarks>Kubernetes: <c>JobSpec.completionMode, KEP-2214</c>.</remarks>
public readonly record struct CompletionMode(string Value) : IApiWord<CompletionMode>
{
    /// <summary>Every succeeded pod is as good as any other.</summary>
    public static CompletionMode NonIndexed { get; } = new("NonIndexed");

    /// <summary>Every completion index from 0 to completions - 1 needs one succeeded pod.</summary>
    public static CompletionMode Indexed { get; } = new("Indexed");

    /// <inheritdoc />
    public static CompletionMode FromValue(string value) => new(value);

    /// <inheritdoc />
    public override string ToString() => Value ?? "";
}

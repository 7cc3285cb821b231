using BatchJobs.Primitives;

namespace BatchJobs.Specs;

/// <summary>The value of a condition.</summary>
/// <param name="Value">The word as it stands in a manifest.</param>
/// <remarks>Kubernetes: <c>ConditionStatus</c>.</remarks>
public readonly record struct ConditionStatus(string Value) : IApiWord<ConditionStatus>
{
    /// <summary>The condition holds.</summary>
    public static ConditionStatus True { get; } = new("True");

    /// <summary>The condition does not hold.</summary>
    public static ConditionStatus False { get; } = new("False");

    /// <summary>Nobody can tell.</summary>
    public static ConditionStatus Unknown { get; } = new("Unknown");

    /// <inheritdoc />
    public static ConditionStatus FromValue(string value) => new(value);

    /// <inheritdoc />
    public override string ToString() => Value ?? "";
}

using BatchJobs.Primitives;

namespace BatchJobs.Specs;

/// <summary>How exit codes are compared with a list.</summary>
/// <param name="Value">The word as it stands in a manifest.</param>
/// <remarks>Kubernetes: <c>PodFailurePolicyOnExitCodesRequirement.operator</c>.</remarks>
public readonly record struct ExitCodeOperator(string Value) : IApiWord<ExitCodeOperator>
{
    /// <summary>The exit code is in the list.</summary>
    public static ExitCodeOperator In { get; } = new("In");

    /// <summary>The exit code is not in the list.</summary>
    public static ExitCodeOperator NotIn { get; } = new("NotIn");

    /// <inheritdoc />
    public static ExitCodeOperator FromValue(string value) => new(value);

    /// <inheritdoc />
    public override string ToString() => Value ?? "";
}

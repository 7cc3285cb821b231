namespace BatchJobs.Specs;

/// <summary>Selects objects by their labels; all requirements must hold.</summary>
/// <remarks>Kubernetes: <c>meta/v1 LabelSelector</c>.</remarks>
public sealed record LabelSelector
{
    /// <summary>Labels that must be present with these values.</summary>
    public IReadOnlyDictionary<string, string>? MatchLabels { get; init; }

    /// <summary>Further requirements.</summary>
    public IReadOnlyList<LabelSelectorRequirement>? MatchExpressions { get; init; }
}

/// <summary>One requirement on a label.</summary>
/// <remarks>Kubernetes: <c>meta/v1 LabelSelectorRequirement</c>.</remarks>
public sealed record LabelSelectorRequirement
{
    /// <summary>The label.</summary>
    public string? Key { get; init; }

    /// <summary><c>In</c>, <c>NotIn</c>, <c>Exists</c> or <c>DoesNotExist</c>.</summary>
    public string? Operator { get; init; }

    /// <summary>The values to compare with.</summary>
    public IReadOnlyList<string>? Values { get; init; }
}

namespace BatchJobs.Specs;

/// <summary>Rules of which one is enough for an Indexed Job to have succeeded.</summary>
/// <remarks>Kubernetes: <c>JobSpec.successPolicy</c>, KEP-3998.</remarks>
public sealed record SuccessPolicy
{
    /// <summary>The rules, 1 to 20.</summary>
    public IReadOnlyList<SuccessPolicyRule>? Rules { get; init; }
}

/// <summary>Which indexes, or how many, have to succeed.</summary>
/// <remarks>Kubernetes: <c>SuccessPolicyRule</c>.</remarks>
public sealed record SuccessPolicyRule
{
    /// <summary>Indexes as interval text, such as <c>0,2-4</c>.</summary>
    public string? SucceededIndexes { get; init; }

    /// <summary>How many indexes (of <see cref="SucceededIndexes"/>, if given).</summary>
    public int? SucceededCount { get; init; }
}

using BatchJobs.Primitives;

namespace BatchJobs.Resolution;

/// <summary>A success policy with its index lists parsed.</summary>
internal sealed record CompiledSuccessPolicy(IReadOnlyList<CompiledSuccessRule> Rules);

/// <summary>One rule: indexes, a count, or both.</summary>
internal sealed record CompiledSuccessRule(string? SucceededIndexes, IndexSet? Indexes, int? SucceededCount);

using BatchJobs.Specs;

namespace BatchJobs.Resolution;

/// <summary>What a failed pod means for its Job.</summary>
internal enum FailureEffect
{
    Count,
    Ignore,
    FailIndex,
    FailJob,
}

/// <summary>A pod failure policy in a form that can be asked directly; rules with unknown words never match and are left out.</summary>
internal sealed record CompiledFailurePolicy(IReadOnlyList<CompiledFailureRule> Rules);

/// <summary>One rule; <paramref name="Number"/> is its place in the manifest.</summary>
internal sealed record CompiledFailureRule(
    int Number,
    FailureEffect Effect,
    CompiledExitCodes? ExitCodes,
    IReadOnlyList<(string Type, ConditionStatus Status)> Conditions);

/// <summary>The exit codes of one container, or of any, that match.</summary>
internal sealed record CompiledExitCodes(string? ContainerName, bool In, IReadOnlySet<int> Values);

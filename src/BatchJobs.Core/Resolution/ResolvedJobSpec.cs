using System.Collections.Frozen;
using BatchJobs.Specs;

namespace BatchJobs.Resolution;

/// <summary>A valid <see cref="JobSpec"/> with its defaults filled in and its policies compiled: what rules read.</summary>
internal sealed record ResolvedJobSpec
{
    /// <summary>The spec this was made from, defaulted.</summary>
    public required JobSpec Source { get; init; }

    public required int Parallelism { get; init; }

    /// <summary>Null: a work queue.</summary>
    public required int? Completions { get; init; }

    public required bool Indexed { get; init; }

    public required int BackoffLimit { get; init; }

    public int? BackoffLimitPerIndex { get; init; }

    public int? MaxFailedIndexes { get; init; }

    public TimeSpan? ActiveDeadline { get; init; }

    public TimeSpan? TimeToLive { get; init; }

    public bool Suspend { get; init; }

    /// <summary>What the Job says of delays after failures; null to leave it to the engine.</summary>
    public PodFailureBackoff? Backoff { get; init; }

    public bool RestartOnFailure { get; init; }

    /// <summary>The names of the init containers that run beside the regular ones until these have ended (KEP-753).</summary>
    public IReadOnlySet<string> Sidecars { get; init; } = FrozenSet<string>.Empty;

    /// <summary>podReplacementPolicy is Failed, or a pod failure policy is set, which means the same.</summary>
    public bool OnlyReplaceFailed { get; init; }

    public CompiledFailurePolicy? FailurePolicy { get; init; }

    public CompiledSuccessPolicy? SuccessPolicy { get; init; }

    /// <summary>Another controller is in charge; the engine leaves the Job alone.</summary>
    public bool ManagedElsewhere { get; init; }

    /// <summary>Whether pods of an index count; those that an elastic Job has dropped do not.</summary>
    public bool HasIndex(int index) => !Indexed || index < Completions;
}

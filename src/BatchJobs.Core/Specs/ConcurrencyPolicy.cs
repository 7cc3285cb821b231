using BatchJobs.Primitives;

namespace BatchJobs.Specs;

/// <summary>What happens when a CronJob is due while an earlier run still goes on.</summary>
/// <param name="Value">The word as it stands in a manifest.</param>
/// <remarks>Kubernetes: <c>CronJobSpec.concurrencyPolicy</c>.</remarks>
public readonly record struct ConcurrencyPolicy(string Value) : IApiWord<ConcurrencyPolicy>
{
    /// <summary>Runs overlap.</summary>
    public static ConcurrencyPolicy Allow { get; } = new("Allow");

    /// <summary>The new run waits or is skipped.</summary>
    public static ConcurrencyPolicy Forbid { get; } = new("Forbid");

    /// <summary>The earlier run is deleted.</summary>
    public static ConcurrencyPolicy Replace { get; } = new("Replace");

    /// <inheritdoc />
    public static ConcurrencyPolicy FromValue(string value) => new(value);

    /// <inheritdoc />
    public override string ToString() => Value ?? "";
}

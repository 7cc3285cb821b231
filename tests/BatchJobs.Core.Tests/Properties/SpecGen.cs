using BatchJobs.Core.Tests.Harness;
using BatchJobs.Specs;
using CsCheck;
using static BatchJobs.Core.Tests.Harness.Specs;

namespace BatchJobs.Core.Tests.Properties;

/// <summary>Jobs of every kind, small enough that everything can happen to them.</summary>
internal static class SpecGen
{
    /// <summary>What the exit codes of scripts mean to a Job with a failure policy.</summary>
    public const int Ignored = 42, FailsJob = 43, FailsIndex = 44;

    /// <summary>A backoffLimit that no Job of these tests reaches.</summary>
    public const int Plenty = 1_000_000;

    private static readonly Gen<JobSpec> NonIndexed = Gen.Select(Gen.Int[0, 6], Gen.Int[1, 4], Job);

    private static readonly Gen<JobSpec> Queue = Gen.Int[1, 4].Select(WorkQueue);

    private static readonly Gen<JobSpec> AnyIndexed = Gen.OneOf(
        Gen.Select(Gen.Int[1, 8], Gen.Int[1, 4], Indexed),
        Gen.Int[1, 5].Select(size => Indexed(size, size)));

    private static readonly Gen<JobSpec> PerIndex = Gen.Select(
        AnyIndexed, Gen.Int[0, 2], MaybeInt(0, 2), (spec, limit, most) => spec with { BackoffLimitPerIndex = limit, MaxFailedIndexes = most });

    public static Gen<JobSpec> Any { get; } = Gen.Select(
        Gen.OneOf(NonIndexed, Queue, AnyIndexed, PerIndex), Gen.OneOf<int?>(null, 0, 2, 1000), Gen.Int[0, 3], Gen.Int[0, 3], MaybeInt(300, 900),
        (spec, limit, success, failure, deadline) => WithPolicies(spec with { BackoffLimit = limit, ActiveDeadlineSeconds = deadline }, success, failure));

    /// <summary>Jobs whose end does not depend on the order in which things happen.</summary>
    public static Gen<JobSpec> Steady { get; } = Gen.Select(
        Gen.OneOf(NonIndexed, PerIndex.Select(spec => spec with { MaxFailedIndexes = null })),
        Gen.Int[0, 3],
        (spec, failure) => WithPolicies(spec with { BackoffLimit = Plenty }, 1, failure == 3 ? 2 : failure));

    private static JobSpec WithPolicies(JobSpec spec, int success, int failure)
    {
        bool indexed = spec.CompletionMode == CompletionMode.Indexed;
        spec = success == 0 && indexed ? spec.SucceedsBy(new() { SucceededIndexes = "0" }, new() { SucceededCount = 3 }) : spec;
        return failure switch
        {
            0 => spec with { PodReplacementPolicy = PodReplacementPolicy.Failed },
            1 => spec,
            2 => spec.FailsBy(Rules(indexed && spec.BackoffLimitPerIndex is not null)),
            _ => spec.RestartOnFailure(),
        };
    }

    private static PodFailurePolicyRule[] Rules(bool perIndex)
    {
        List<PodFailurePolicyRule> rules =
        [
            PodFailureAction.Ignore.OnDisruption(),
            PodFailureAction.Ignore.OnExitCode(Ignored),
            PodFailureAction.FailJob.OnExitCode(FailsJob),
        ];
        if (perIndex)
        {
            rules.Add(PodFailureAction.FailIndex.OnExitCode(FailsIndex));
        }

        return [.. rules];
    }

    private static Gen<int?> MaybeInt(int from, int to) => Gen.Int[from - 1, to].Select(value => value < from ? null : (int?)value);
}

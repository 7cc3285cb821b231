using System.Collections.Frozen;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Resolution;

/// <summary>From a valid <see cref="JobSpec"/> to what rules read: the last place where null and text exist.</summary>
internal static class JobSpecResolver
{
    /// <summary>Longer spans are as good as endless and would leave the calendar.</summary>
    private const long MaxSeconds = 100L * 365 * 24 * 60 * 60;

    /// <exception cref="InvalidObjectException">The annotation about delays can't be read.</exception>
    public static ResolvedJobSpec Resolve(Job job) => Resolve(job.Spec, BackoffAnnotation.Read(job));

    public static ResolvedJobSpec Resolve(JobSpec spec, PodFailureBackoff? backoff = null)
    {
        JobSpec source = JobDefaulting.Apply(new Job { Spec = spec }).Spec;
        bool indexed = source.CompletionMode == CompletionMode.Indexed;
        return new ResolvedJobSpec
        {
            Source = source,
            Parallelism = source.Parallelism!.Value,
            Completions = source.Completions,
            Indexed = indexed,
            BackoffLimit = source.BackoffLimit!.Value,
            BackoffLimitPerIndex = source.BackoffLimitPerIndex,
            MaxFailedIndexes = source.MaxFailedIndexes,
            ActiveDeadline = Span(source.ActiveDeadlineSeconds),
            TimeToLive = Span(source.TtlSecondsAfterFinished),
            Backoff = backoff,
            Suspend = source.Suspend!.Value,
            RestartOnFailure = source.Template.Spec.RestartPolicy == RestartPolicy.OnFailure,
            Sidecars = NamesOfSidecars(source.Template.Spec.InitContainers ?? []),
            OnlyReplaceFailed = source.PodFailurePolicy is not null || source.PodReplacementPolicy == PodReplacementPolicy.Failed,
            FailurePolicy = FailurePolicyCompiler.Compile(source.PodFailurePolicy),
            SuccessPolicy = indexed ? Compile(source.SuccessPolicy, source.Completions ?? 0) : null,
            ManagedElsewhere = source.ManagedBy is not (null or JobDefaults.ManagedBy),
        };
    }

    private static FrozenSet<string> NamesOfSidecars(IReadOnlyList<Container> initContainers) => initContainers.Count == 0
        ? FrozenSet<string>.Empty
        : initContainers.Where(container => container.RestartPolicy == RestartPolicy.Always).Select(container => container.Name ?? "").ToFrozenSet(StringComparer.Ordinal);

    private static TimeSpan? Span(long? seconds) => seconds is null or > MaxSeconds ? null : TimeSpan.FromSeconds(seconds.Value);

    private static CompiledSuccessPolicy? Compile(SuccessPolicy? policy, int completions) => policy is null
        ? null
        : new CompiledSuccessPolicy(
        [
            .. (policy.Rules ?? []).Select(rule => new CompiledSuccessRule(
                rule.SucceededIndexes,
                rule.SucceededIndexes is { } indexes ? IndexSetText.Read(indexes, completions) : null,
                rule.SucceededCount)),
        ]);
}

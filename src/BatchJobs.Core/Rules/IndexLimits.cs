using BatchJobs.Resolution;
using BatchJobs.State;

namespace BatchJobs.Rules;

/// <summary>Limits on the failed indexes of a Job with backoffLimitPerIndex (KEP-3850).</summary>
internal static class IndexLimits
{
    /// <summary>The index of a failed pod gets no further pod.</summary>
    public static bool FailsIndex(ResolvedJobSpec spec, FailureEffect effect, int failuresBefore) =>
        effect == FailureEffect.FailIndex || (effect != FailureEffect.Ignore && failuresBefore >= spec.BackoffLimitPerIndex);

    public static bool TooManyFailed(JobState state) => state.FailedIndexes.Count > state.Spec.MaxFailedIndexes;

    /// <summary>All indexes ended and some of them failed.</summary>
    public static bool AllEndedSomeFailed(JobState state) =>
        !state.FailedIndexes.IsEmpty && state.FailedIndexes.Count + state.SucceededIndexes.Count >= state.Spec.Completions;
}

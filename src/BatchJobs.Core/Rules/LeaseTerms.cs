using BatchJobs.Resolution;
using BatchJobs.State;

namespace BatchJobs.Rules;

/// <summary>Which pods an executor may start by itself, one in the place of each that ends, because the Job would start just these.</summary>
/// <param name="FirstOrdinal">The number of the first one; the others follow.</param>
/// <param name="FirstIndex">Its index; <see cref="PodRecord.NoIndex"/> in a NonIndexed Job.</param>
/// <param name="Starts">How many.</param>
/// <param name="Open">How many completions no pod is at work for: after so many successes, a success starts no pod.</param>
/// <param name="Failures">How many failures start a pod at once, as successes do.</param>
internal readonly record struct LeaseTerms(long FirstOrdinal, int FirstIndex, int Starts, int Open, int Failures)
{
    /// <summary>What can be lent; null if each end has to be looked at, or too few pods are left to be worth it.</summary>
    public static LeaseTerms? For(JobState state, int least, int most, bool failuresStartAtOnce)
    {
        ResolvedJobSpec spec = state.Spec;
        if (spec.Completions is not { } completions)
        {
            return null;
        }

        int open = completions - state.Succeeded - state.Pods.Active;
        if (open < least || !IsSteady(state) || state.Pods.Active != Math.Min(spec.Parallelism, open + state.Pods.Active))
        {
            return null;
        }

        if (!spec.Indexed)
        {
            return new LeaseTerms(state.NextOrdinal, PodRecord.NoIndex, most, open, failuresStartAtOnce && spec.FailurePolicy is null ? Math.Max(0, spec.BackoffLimit - state.FailedPods) : 0);
        }

        int first = FirstFree(state);
        int free = Math.Min(completions, FirstTakenFrom(state, first)) - first;
        return free < least ? null : new LeaseTerms(state.NextOrdinal, first, Math.Min(most, free), open, 0);
    }

    /// <summary>Nothing is due, nobody wants the Job to stop or to end, and its pods do nothing but run.</summary>
    private static bool IsSteady(JobState state) =>
        state is { Verdict: null, Deletion: null, Draining: false, Cordoned: false, LookDueAt: null, StartRetryAt: null, Observed: not null }
        && state.Spec is { Suspend: false, ManagedElsewhere: false, SuccessPolicy: null, RestartOnFailure: false }
        && state.Pods is { Active: > 0, Terminating: 0 }
        && !state.AwaitsReplacements
        && state.Ended.Count == 0;

    private static int FirstFree(JobState state)
    {
        int candidate = 0;
        int before;
        do
        {
            before = candidate;
            candidate = state.SucceededIndexes.FirstMissing(candidate);
            candidate = state.FailedIndexes.FirstMissing(candidate);
            candidate = state.Pods.HeldIndexes.FirstMissing(candidate);
        }
        while (candidate != before);
        return candidate;
    }

    private static int FirstTakenFrom(JobState state, int index) =>
        Math.Min(state.SucceededIndexes.FirstFrom(index), Math.Min(state.FailedIndexes.FirstFrom(index), state.Pods.HeldIndexes.FirstFrom(index)));
}

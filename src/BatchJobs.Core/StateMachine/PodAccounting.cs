using BatchJobs.Commands;
using BatchJobs.Resolution;
using BatchJobs.Rules;
using BatchJobs.State;

namespace BatchJobs.StateMachine;

/// <summary>Counts each pod once, at the moment it stops being tracked.</summary>
/// <remarks>Kubernetes: <c>trackJobStatusAndRemoveFinalizers</c>, here one atomic step.</remarks>
internal static class PodAccounting
{
    /// <summary>Counts the pods that ended, but for failed ones whose index still waits for a replacement.</summary>
    /// <returns>What a FailJob rule says of the first pod that meets one; null when none does.</returns>
    public static string? CountEnded(JobState state, JobTransition transition)
    {
        string? failJobMessage = state.Ended.Count > 0 ? CountListed(state, transition) : null;
        if (state.AwaitsReplacements)
        {
            CountReplaced(state, transition);
        }

        return failJobMessage;
    }

    /// <summary>Counts or waives everything that is still tracked, because the Job ends or goes; living pods count as failed if it fails.</summary>
    public static void SettleAll(JobState state, bool jobFails, JobTransition transition)
    {
        if (state.Pods.Count == 0)
        {
            return;
        }

        foreach (PodRecord pod in state.Pods.All.Where(pod => pod.Tracked).OrderBy(pod => pod.Ordinal).ToList())
        {
            if (PodOutcome.HasSucceeded(pod))
            {
                CountSuccess(state, pod, transition);
            }
            else if (jobFails || pod.Listed)
            {
                // Unlisted pods only stop because their Job succeeds or goes.
                CountFailure(state, pod, transition);
            }
            else
            {
                Waive(state, pod, transition);
            }
        }

        state.StopAwaiting();
    }

    /// <summary>Lets a pod go uncounted, as when the finalizer is removed before the pod is deleted.</summary>
    public static void Waive(JobState state, PodRecord pod, JobTransition transition)
    {
        state.Pods.Untrack(pod);
        transition.Commands.Add(JobCommand.ReleasePod(pod.Ordinal));
    }

    private static string? CountListed(JobState state, JobTransition transition)
    {
        if (state.Ended.Count > 1)
        {
            state.Ended.Sort(static (one, other) => one.Ordinal.CompareTo(other.Ordinal));
        }

        state.Streak = FailureStreakUpdate.Apply(state.Streak, state.Ended, state.Spec);
        string? failJobMessage = null;
        foreach (PodRecord pod in state.Ended)
        {
            if (PodOutcome.HasSucceeded(pod))
            {
                CountSuccess(state, pod, transition);
                continue;
            }

            FailurePolicyMatch? match = FailurePolicyMatch.FindFor(pod, state.Spec.FailurePolicy);
            if (match is { Rule.Effect: FailureEffect.FailJob } fatal)
            {
                failJobMessage ??= fatal.Describe(state.Key, PodNaming.Name(state, pod));
            }

            if (!HoldForReplacement(state, pod, match?.Rule.Effect ?? FailureEffect.Count, transition))
            {
                CountFailure(state, pod, transition);
            }
        }

        state.Ended.Clear();
        return failJobMessage;
    }

    /// <summary>Counts failures whose replacement has started, or whose index needs none any more.</summary>
    private static void CountReplaced(JobState state, JobTransition transition)
    {
        foreach (PodRecord pod in state.AwaitingReplacement.Values.OrderBy(pod => pod.Index).ToList())
        {
            if (PodOutcome.HasSucceeded(pod))
            {
                state.StopAwaiting(pod.Index);
                CountSuccess(state, pod, transition);
            }
            else if (IsReplaced(state, pod) || !IsOpen(state, pod.Index))
            {
                state.StopAwaiting(pod.Index);
                CountFailure(state, pod, transition);
            }
        }
    }

    private static bool IsReplaced(JobState state, PodRecord pod) =>
        pod.ReplacedBy is { } ordinal && state.Pods.TryGet(ordinal, out PodRecord? replacement) && replacement is { HasReport: true, IsActive: true };

    private static bool IsOpen(JobState state, int index) =>
        index < state.Spec.Completions && !state.SucceededIndexes.Contains(index) && !state.FailedIndexes.Contains(index);

    /// <summary>With backoffLimitPerIndex: fails the index of a pod, or keeps the pod until its replacement has started.</summary>
    private static bool HoldForReplacement(JobState state, PodRecord pod, FailureEffect effect, JobTransition transition)
    {
        if (state.Spec.BackoffLimitPerIndex is null || !state.Spec.Indexed || !IsOpen(state, pod.Index))
        {
            return false;
        }

        PodRecord? earlier = state.StopAwaiting(pod.Index);
        if (IndexLimits.FailsIndex(state.Spec, effect, pod.FailureCount))
        {
            state.FailedIndexes.Add(pod.Index);
            transition.Notices.Add(JobNotice.Of(JobNoticeKind.IndexFailed, effect == FailureEffect.FailIndex ? "podFailurePolicy" : "backoffLimitPerIndex", pod) with
            {
                Count = pod.FailureCount + 1,
                Budget = state.Spec.BackoffLimitPerIndex,
            });
            CountIfAny(earlier);
            return false;
        }

        PodRecord kept = earlier is null || Outranks(pod, earlier, state.Spec) ? pod : earlier;
        state.AwaitReplacement(kept);
        CountIfAny(kept == pod ? earlier : pod);
        return true;

        void CountIfAny(PodRecord? other)
        {
            if (other is not null)
            {
                CountFailure(state, other, transition);
            }
        }
    }

    private static bool Outranks(PodRecord pod, PodRecord earlier, ResolvedJobSpec spec) =>
        pod.FailureCount + pod.IgnoredFailureCount >= earlier.FailureCount + earlier.IgnoredFailureCount
        && FinishTime.Of(pod, spec.Sidecars) >= FinishTime.Of(earlier, spec.Sidecars);

    private static void CountSuccess(JobState state, PodRecord pod, JobTransition transition)
    {
        bool counts = true;
        if (!state.Spec.Indexed)
        {
            state.SucceededPods++;
        }
        else
        {
            counts = pod.Index < state.Spec.Completions && !state.FailedIndexes.Contains(pod.Index) && state.SucceededIndexes.Add(pod.Index);
        }

        if (counts)
        {
            transition.Notices.Add(JobNotice.Of(JobNoticeKind.PodSucceeded, "completions", pod, state.Succeeded, state.Spec.Completions));
        }

        Waive(state, pod, transition);
    }

    private static void CountFailure(JobState state, PodRecord pod, JobTransition transition)
    {
        if (state.Spec.HasIndex(pod.Index))
        {
            CompiledFailureRule? met = FailurePolicyMatch.FindFor(pod, state.Spec.FailurePolicy)?.Rule;
            if (met is not null)
            {
                state.FailureRuleHits[met.Number]++;
            }

            if (met?.Effect == FailureEffect.Ignore)
            {
                transition.Notices.Add(JobNotice.Of(JobNoticeKind.FailureIgnored, "podFailurePolicy", pod) with { Count = state.FailedPods });
            }
            else
            {
                state.FailedPods++;
                transition.Notices.Add(JobNotice.Of(JobNoticeKind.PodFailed, "backoffLimit", pod) with
                {
                    Count = state.FailedPods,
                    Budget = state.Spec.BackoffLimit,
                    Message = met?.Effect.ToString(),
                });
            }
        }

        Waive(state, pod, transition);
    }
}

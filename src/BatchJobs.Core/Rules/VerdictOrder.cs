using System.Globalization;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Rules;

/// <summary>Why a Job has to end, most important reason first; reaching the completions comes after all of these.</summary>
/// <remarks>Kubernetes: <c>job_controller.go syncJob</c>. Failure goes before success, so a Job that meets both at once fails.</remarks>
internal static class VerdictOrder
{
    /// <param name="state">The Job.</param>
    /// <param name="failJobMessage">What a FailJob rule said of a pod that failed, if one did.</param>
    /// <param name="now">The time.</param>
    public static Verdict? Decide(JobState state, string? failJobMessage, DateTimeOffset now)
    {
        if (failJobMessage is not null)
        {
            return Failure(JobReasons.PodFailurePolicy, failJobMessage);
        }

        if (BackoffLimit.IsExceeded(state.Spec, FailuresToDate(state), state.Pods))
        {
            return Failure(JobReasons.BackoffLimitExceeded, "Job has reached the specified backoff limit");
        }

        if (state.Spec.ActiveDeadline is not null && ActiveDeadline.At(state) <= now)
        {
            return Failure(JobReasons.DeadlineExceeded, "Job was active longer than specified deadline");
        }

        if (state.Spec.Indexed && state.Spec.BackoffLimitPerIndex is not null)
        {
            if (IndexLimits.TooManyFailed(state))
            {
                return Failure(JobReasons.MaxFailedIndexesExceeded, "Job has exceeded the specified maximal number of failed indexes");
            }

            if (IndexLimits.AllEndedSomeFailed(state))
            {
                return Failure(JobReasons.FailedIndexes, "Job has failed indexes");
            }
        }

        return SuccessMatch.FirstMetRule(state.Spec.SuccessPolicy, state.SucceededIndexes) is { } rule
            ? new Verdict(true, JobReasons.SuccessPolicy, string.Create(CultureInfo.InvariantCulture, $"Matched rules at index {rule}"), now)
            : null;

        Verdict Failure(string reason, string message) => new(false, reason, message, now);
    }

    /// <summary>Failed pods, those included that are not counted yet because their replacement has not started.</summary>
    public static int FailuresToDate(JobState state)
    {
        if (!state.AwaitsReplacements)
        {
            return state.FailedPods;
        }

        int waiting = 0;
        foreach (PodRecord pod in state.AwaitingReplacement.Values)
        {
            if (FailurePolicyMatch.EffectFor(pod, state.Spec.FailurePolicy) != Resolution.FailureEffect.Ignore)
            {
                waiting++;
            }
        }

        return state.FailedPods + waiting;
    }
}

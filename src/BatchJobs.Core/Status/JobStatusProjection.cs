using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Status;

/// <summary>What people see of a state.</summary>
internal static class JobStatusProjection
{
    public static JobStatus Of(JobState state) => new()
    {
        Conditions = Conditions(state),
        StartTime = state.StartTime,
        CompletionTime = state.Verdict is { Success: true } ? state.FinishedAt : null,
        Active = NullIfZero(state.Observed?.Active ?? 0),
        Ready = state.Observed?.Ready,
        Terminating = state.Observed?.Terminating,
        Succeeded = NullIfZero(state.Succeeded),
        Failed = NullIfZero(state.FailedPods),
        CompletedIndexes = state.Spec.Indexed && !state.SucceededIndexes.IsEmpty ? IndexSetText.Write(state.SucceededIndexes) : null,
        FailedIndexes = state.Spec.BackoffLimitPerIndex is not null && state.Observed is not null ? IndexSetText.Write(state.FailedIndexes) : null,
        UncountedTerminatedPods = state.Observed is not null ? UncountedTerminatedPods.Empty : null,
    };

    /// <summary>In the order in which they can appear.</summary>
    private static JobCondition[]? Conditions(JobState state)
    {
        int count = (state.Suspension is null ? 0 : 1) + (state.Verdict, state.FinishedAt) switch
        {
            (null, _) => 0,
            (_, null) => 1,
            _ => 2,
        };
        if (count == 0)
        {
            return null;
        }

        JobCondition[] conditions = new JobCondition[count];
        int next = 0;
        if (state.Suspension is { } suspension)
        {
            conditions[next++] = suspension.Suspended
                ? Condition(JobConditionTypes.Suspended, JobReasons.JobSuspended, "Job suspended", suspension.Since)
                : Condition(JobConditionTypes.Suspended, JobReasons.JobResumed, "Job resumed", suspension.Since) with { Status = ConditionStatus.False };
        }

        if (state.Verdict is { } verdict)
        {
            conditions[next++] = Condition(verdict.Success ? JobConditionTypes.SuccessCriteriaMet : JobConditionTypes.FailureTarget, verdict.Reason, verdict.Message, verdict.DecidedAt);
            if (state.FinishedAt is { } finished)
            {
                conditions[next] = Condition(verdict.Success ? JobConditionTypes.Complete : JobConditionTypes.Failed, verdict.Reason, verdict.Message, finished);
            }
        }

        return conditions;
    }

    private static JobCondition Condition(string type, string reason, string message, DateTimeOffset since) => new()
    {
        Type = type,
        Status = ConditionStatus.True,
        LastProbeTime = since,
        LastTransitionTime = since,
        Reason = reason,
        Message = message,
    };

    /// <summary>Kubernetes leaves these counters out while they are 0.</summary>
    private static int? NullIfZero(int value) => value == 0 ? null : value;
}

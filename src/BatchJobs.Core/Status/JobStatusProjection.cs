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
        UncountedTerminatedPods = state.Observed is not null ? new UncountedTerminatedPods() : null,
    };

    /// <summary>In the order in which they can appear.</summary>
    private static List<JobCondition>? Conditions(JobState state)
    {
        if (state.Suspension is null && state.Verdict is null)
        {
            return null;
        }

        var conditions = new List<JobCondition>(3);
        if (state.Suspension is { } suspension)
        {
            conditions.Add(suspension.Suspended
                ? Condition(JobConditionTypes.Suspended, ConditionStatus.True, JobReasons.JobSuspended, "Job suspended", suspension.Since)
                : Condition(JobConditionTypes.Suspended, ConditionStatus.False, JobReasons.JobResumed, "Job resumed", suspension.Since));
        }

        if (state.Verdict is { } verdict)
        {
            Add(verdict.Success ? JobConditionTypes.SuccessCriteriaMet : JobConditionTypes.FailureTarget, verdict.DecidedAt);
            if (state.FinishedAt is { } finished)
            {
                Add(verdict.Success ? JobConditionTypes.Complete : JobConditionTypes.Failed, finished);
            }

            void Add(string type, DateTimeOffset since) =>
                conditions.Add(Condition(type, ConditionStatus.True, verdict.Reason, verdict.Message, since));
        }

        return conditions;
    }

    private static JobCondition Condition(string type, ConditionStatus status, string reason, string message, DateTimeOffset since) => new()
    {
        Type = type,
        Status = status,
        LastProbeTime = since,
        LastTransitionTime = since,
        Reason = reason,
        Message = message,
    };

    /// <summary>Kubernetes leaves these counters out while they are 0.</summary>
    private static int? NullIfZero(int value) => value == 0 ? null : value;
}

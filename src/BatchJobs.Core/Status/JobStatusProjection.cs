using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Status;

/// <summary>What people see of a state.</summary>
internal static class JobStatusProjection
{
    public static JobStatus Of(JobState state) => new()
    {
        Conditions = ConditionList.Of(state),
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

    /// <summary>Kubernetes leaves these counters out while they are 0.</summary>
    private static int? NullIfZero(int value) => value == 0 ? null : value;
}

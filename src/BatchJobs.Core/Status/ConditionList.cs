using System.Collections;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Status;

/// <summary>The conditions of a Job in the order in which they can appear, made when somebody looks at them.</summary>
/// <remarks>Most who wait for a Job look at its counters alone, and a finished one has two conditions of 72 bytes.</remarks>
internal sealed class ConditionList : IReadOnlyList<JobCondition>
{
    private readonly SuspensionMark? suspension;
    private readonly Verdict? verdict;
    private readonly OptionalTime finishedAt;
    private JobCondition[]? made;

    private ConditionList(SuspensionMark? suspension, Verdict? verdict, OptionalTime finishedAt)
    {
        this.suspension = suspension;
        this.verdict = verdict;
        this.finishedAt = finishedAt;
    }

    public int Count => (suspension is null ? 0 : 1) + (verdict is null ? 0 : finishedAt.HasValue ? 2 : 1);

    private JobCondition[] Made => made ??= Make();

    public JobCondition this[int index] => Made[index];

    /// <summary>Those of a state; null if there are none.</summary>
    public static ConditionList? Of(JobState state) =>
        state.Suspension is null && state.Verdict is null ? null : new ConditionList(state.Suspension, state.Verdict, state.FinishedAt);

    public IEnumerator<JobCondition> GetEnumerator() => Made.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private JobCondition[] Make()
    {
        JobCondition[] conditions = new JobCondition[Count];
        int next = 0;
        if (suspension is not null)
        {
            conditions[next++] = suspension.Suspended
                ? Condition(JobConditionTypes.Suspended, JobReasons.JobSuspended, "Job suspended", suspension.Since)
                : Condition(JobConditionTypes.Suspended, JobReasons.JobResumed, "Job resumed", suspension.Since) with { Status = ConditionStatus.False };
        }

        if (verdict is not null)
        {
            conditions[next++] = Condition(verdict.Success ? JobConditionTypes.SuccessCriteriaMet : JobConditionTypes.FailureTarget, verdict.Reason, verdict.Message, verdict.DecidedAt);
            if (finishedAt.HasValue)
            {
                conditions[next] = Condition(verdict.Success ? JobConditionTypes.Complete : JobConditionTypes.Failed, verdict.Reason, verdict.Message, finishedAt);
            }
        }

        return conditions;
    }

    private static JobCondition Condition(string type, string reason, string message, DateTimeOffset? since) => new()
    {
        Type = type,
        Status = ConditionStatus.True,
        LastProbeTime = since,
        LastTransitionTime = since,
        Reason = reason,
        Message = message,
    };
}

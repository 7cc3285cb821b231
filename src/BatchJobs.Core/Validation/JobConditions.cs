using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>Questions to the conditions of a Job.</summary>
internal static class JobConditions
{
    public static bool IsTrue(JobStatus? status, string type) =>
        (status?.Conditions ?? []).Any(condition => condition.Type == type && condition.Status == ConditionStatus.True);

    public static bool IsFinished(JobStatus? status) => IsTrue(status, JobConditionTypes.Complete) || IsTrue(status, JobConditionTypes.Failed);
}

using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs;

/// <summary>Questions about a Job object.</summary>
public static class JobExtensions
{
    /// <summary>Namespace and name of a Job.</summary>
    /// <param name="job">The Job.</param>
    /// <returns>The key.</returns>
    /// <exception cref="InvalidObjectException">The Job has no metadata.</exception>
    public static JobKey Key(this Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        ObjectMeta metadata = job.Metadata ?? throw Admission.Refusal("Job", null, errors => errors.Required("metadata", NullRules.Detail));
        return new JobKey(metadata.Namespace ?? JobKey.DefaultNamespace, metadata.Name ?? "");
    }

    /// <summary>Whether a Job has completed or failed.</summary>
    /// <param name="job">The Job.</param>
    /// <returns>true once it has the condition Complete or Failed.</returns>
    public static bool IsFinished(this Job job) => job.IsComplete() || job.IsFailed();

    /// <summary>Whether a Job has completed.</summary>
    /// <param name="job">The Job.</param>
    /// <returns>true once it has the condition Complete.</returns>
    public static bool IsComplete(this Job job) => job.FindCondition(JobConditionTypes.Complete)?.Status == ConditionStatus.True;

    /// <summary>Whether a Job has failed.</summary>
    /// <param name="job">The Job.</param>
    /// <returns>true once it has the condition Failed.</returns>
    public static bool IsFailed(this Job job) => job.FindCondition(JobConditionTypes.Failed)?.Status == ConditionStatus.True;

    /// <summary>Finds a condition.</summary>
    /// <param name="job">The Job.</param>
    /// <param name="type">One of <see cref="JobConditionTypes"/>.</param>
    /// <returns>The condition; null if the Job does not have it.</returns>
    public static JobCondition? FindCondition(this Job job, string type)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job.Status?.Conditions?.FirstOrDefault(condition => condition.Type == type);
    }
}

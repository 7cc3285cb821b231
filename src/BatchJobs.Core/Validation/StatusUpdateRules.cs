using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What a change may do to a status: terminal conditions and counters only ever go one way.</summary>
/// <remarks>Kubernetes: <c>ValidateJobStatusUpdate</c>.</remarks>
internal static class StatusUpdateRules
{
    private static readonly string[] Terminal = [JobConditionTypes.Failed, JobConditionTypes.Complete, JobConditionTypes.FailureTarget];

    public static void Check(Job old, Job changed, FieldErrors errors)
    {
        JobStatus before = old.Status ?? new JobStatus();
        JobStatus after = changed.Status ?? new JobStatus();
        foreach (string type in Terminal.Where(type => JobConditions.IsTrue(before, type) && !JobConditions.IsTrue(after, type)))
        {
            Reject($"cannot disable the terminal {type}=True condition", errors);
        }

        CheckCounters(changed.Spec, before, after, errors);
        CheckTimes(changed.Spec, before, after, errors);
        bool wasMet = JobConditions.IsTrue(before, JobConditionTypes.SuccessCriteriaMet);
        bool isMet = JobConditions.IsTrue(after, JobConditionTypes.SuccessCriteriaMet);
        if (wasMet && !isMet)
        {
            Reject("cannot disable the SuccessCriteriaMet=True condition", errors);
        }

        if (!wasMet && isMet && JobConditions.IsTrue(before, JobConditionTypes.Complete))
        {
            Reject("cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions", errors);
        }
    }

    private static void CheckCounters(JobSpec spec, JobStatus before, JobStatus after, FieldErrors errors)
    {
        if ((after.Failed ?? 0) < (before.Failed ?? 0))
        {
            errors.Invalid("status.failed", after.Failed ?? 0, "cannot decrease the failed counter");
        }

        bool elastic = spec.CompletionMode == CompletionMode.Indexed && spec.Completions == spec.Parallelism;
        if ((after.Succeeded ?? 0) < (before.Succeeded ?? 0) && !elastic)
        {
            errors.Invalid("status.succeeded", after.Succeeded ?? 0, "cannot decrease the succeeded counter");
        }
    }

    private static void CheckTimes(JobSpec spec, JobStatus before, JobStatus after, FieldErrors errors)
    {
        if (before.CompletionTime is not null && after.CompletionTime is { } completed && completed != before.CompletionTime)
        {
            errors.Invalid("status.completionTime", ApiTime.Format(completed), "field is immutable");
        }

        bool resuming = JobConditions.IsTrue(before, JobConditionTypes.Suspended) && !JobConditions.IsTrue(after, JobConditionTypes.Suspended);
        if (before.StartTime is not null && after.StartTime != before.StartTime && spec.Suspend != true && !resuming)
        {
            string? shown = after.StartTime is { } started ? ApiTime.Format(started) : null;
            errors.Invalid("status.startTime", shown, "field is immutable for unsuspended job once set");
        }
    }

    private static void Reject(string why, FieldErrors errors) => errors.InvalidValue("status.conditions", null, why);
}

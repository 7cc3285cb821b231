using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What a status must be like; most of it is asked only of what a change touches.</summary>
/// <remarks>Kubernetes: <c>validateJobStatus</c>.</remarks>
internal static class StatusRules
{
    /// <param name="old">The Job before the change; null to ask for everything.</param>
    /// <param name="job">The Job.</param>
    /// <param name="errors">Where complaints go.</param>
    public static void Check(Job? old, Job job, FieldErrors errors)
    {
        JobStatus status = job.Status ?? new JobStatus();
        var change = new StatusChange(old?.Status, status, old is null);
        errors.NotNegative("status.active", status.Active);
        errors.NotNegative("status.succeeded", status.Succeeded);
        errors.NotNegative("status.failed", status.Failed);
        errors.NotNegative("status.ready", status.Ready);
        errors.NotNegative("status.terminating", status.Terminating);
        CheckUncounted(status.UncountedTerminatedPods, errors);
        CheckOutcome(status, change, errors);
        CheckFinished(job.Spec, status, change, errors);
        StatusIndexRules.Check(job.Spec, status, change, errors);
        if (change.IsFinished && status.Terminating > 0 && (change.Finished || change.Terminating))
        {
            errors.Invalid("status.terminating", status.Terminating, "terminating>0 is invalid for finished job");
        }

        if (status.Ready > (status.Active ?? 0) && (change.Ready || change.Active))
        {
            errors.Invalid("status.ready", status.Ready, "cannot set more ready pods than active");
        }

        CheckSuccessCriteria(job.Spec, status, errors);
    }

    private static void CheckUncounted(UncountedTerminatedPods? uncounted, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string list, IReadOnlyList<string>? uids) in new[] { ("succeeded", uncounted?.Succeeded), ("failed", uncounted?.Failed) })
        {
            for (int index = 0; index < (uids?.Count ?? 0); index++)
            {
                string field = $"status.uncountedTerminatedPods.{list}[{index}]";
                if (uids![index].Length == 0)
                {
                    errors.Invalid(field, "", "must not be empty");
                }
                else if (!seen.Add(uids[index]))
                {
                    errors.Duplicate(field, GoText.Quote(uids[index]));
                }
            }
        }
    }

    private static void CheckOutcome(JobStatus status, StatusChange change, FieldErrors errors)
    {
        bool complete = JobConditions.IsTrue(status, JobConditionTypes.Complete);
        bool failed = JobConditions.IsTrue(status, JobConditionTypes.Failed);
        bool failureTarget = JobConditions.IsTrue(status, JobConditionTypes.FailureTarget);
        bool criteriaMet = JobConditions.IsTrue(status, JobConditionTypes.SuccessCriteriaMet);
        bool completeChanged = change.Of(JobConditionTypes.Complete);
        if (complete && failed && (completeChanged || change.Of(JobConditionTypes.Failed)))
        {
            CannotSet("Complete=True and Failed=true conditions", errors);
        }

        if (complete && failureTarget && (completeChanged || change.Of(JobConditionTypes.FailureTarget)))
        {
            CannotSet("Complete=True and FailureTarget=true conditions", errors);
        }

        CheckCompletionTime(status, complete, change, errors);
        if (failed && !failureTarget && (change.Of(JobConditionTypes.Failed) || change.FailedIndexes))
        {
            CannotSet("Failed=True condition without the FailureTarget=true condition", errors);
        }

        if (complete && !criteriaMet && (completeChanged || change.Of(JobConditionTypes.SuccessCriteriaMet)))
        {
            CannotSet("Complete=True condition without the SuccessCriteriaMet=true condition", errors);
        }
    }

    private static void CheckCompletionTime(JobStatus status, bool complete, StatusChange change, FieldErrors errors)
    {
        const string Field = "status.completionTime";
        if (change.Of(JobConditionTypes.Complete) || change.CompletionTime)
        {
            if (status.CompletionTime is { } early && !complete)
            {
                errors.Invalid(Field, ApiTime.Format(early), "cannot set completionTime when there is no Complete=True condition");
            }

            if (status.CompletionTime is null && complete)
            {
                errors.Required(Field, "completionTime is required for Complete jobs");
            }
        }

        if (status.CompletionTime < status.StartTime && (change.StartTime || change.CompletionTime))
        {
            errors.Invalid(Field, ApiTime.Format(status.CompletionTime.Value), "must be equal to or after `startTime`");
        }
    }

    private static void CheckFinished(JobSpec spec, JobStatus status, StatusChange change, FieldErrors errors)
    {
        if (!change.IsFinished)
        {
            return;
        }

        if (status.Active > 0 && (change.Finished || change.Active))
        {
            errors.Invalid("status.active", status.Active, "active>0 is invalid for finished job");
        }

        bool neverStarts = spec is { Suspend: true, Completions: 0 };
        if (status.StartTime is null && !neverStarts && (change.Finished || change.StartTime))
        {
            errors.Required("status.startTime", "startTime is required for finished job");
        }

        if (status.UncountedTerminatedPods is { } pods && (pods.Succeeded?.Count > 0 || pods.Failed?.Count > 0) && (change.Finished || change.Uncounted))
        {
            string shown = $"{{\"Succeeded\":{GoText.Json(pods.Succeeded, GoText.Json)},\"Failed\":{GoText.Json(pods.Failed, GoText.Json)}}}";
            errors.InvalidValue("status.uncountedTerminatedPods", shown, "must be empty for finished job");
        }
    }

    private static void CheckSuccessCriteria(JobSpec spec, JobStatus status, FieldErrors errors)
    {
        bool criteriaMet = JobConditions.IsTrue(status, JobConditionTypes.SuccessCriteriaMet);
        if (criteriaMet && JobConditions.IsTrue(status, JobConditionTypes.Failed))
        {
            CannotSet("SuccessCriteriaMet=True and Failed=true conditions", errors);
        }

        if (criteriaMet && JobConditions.IsTrue(status, JobConditionTypes.FailureTarget))
        {
            CannotSet("SuccessCriteriaMet=True and FailureTarget=true conditions", errors);
        }

        if (!criteriaMet && spec.SuccessPolicy is not null && JobConditions.IsTrue(status, JobConditionTypes.Complete))
        {
            CannotSet("Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True", errors);
        }
    }

    private static void CannotSet(string what, FieldErrors errors) => errors.InvalidValue("status.conditions", null, $"cannot set {what}");
}

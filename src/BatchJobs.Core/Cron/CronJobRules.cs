using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Cron;

/// <summary>What the spec of a defaulted CronJob must be like.</summary>
/// <remarks>Kubernetes: <c>validateCronJobSpec</c>.</remarks>
internal static class CronJobRules
{
    /// <param name="spec">The spec.</param>
    /// <param name="old">The spec before the change; null for a new CronJob.</param>
    /// <param name="errors">Where complaints go.</param>
    public static void Check(CronJobSpec spec, CronJobSpec? old, FieldErrors errors)
    {
        CheckSchedule(spec, old?.Schedule is { } schedule && HasZone(schedule), errors);
        errors.NotNegative("spec.startingDeadlineSeconds", spec.StartingDeadlineSeconds);
        if (spec.TimeZone is { } zone && (old is null || zone != old.TimeZone))
        {
            errors.EachInvalid("spec.timeZone", zone, CronTimeZone.Validate(zone));
        }

        PodTemplateRules.CheckWord("spec.concurrencyPolicy", spec.ConcurrencyPolicy?.Value, ["Allow", "Forbid", "Replace"], errors);
        CheckJobTemplate(spec.JobTemplate.Spec, errors);
        errors.NotNegative("spec.successfulJobsHistoryLimit", spec.SuccessfulJobsHistoryLimit);
        errors.NotNegative("spec.failedJobsHistoryLimit", spec.FailedJobsHistoryLimit);
    }

    /// <summary>Whether the schedule names a zone itself, or looks as if it did.</summary>
    public static bool HasZone(string schedule) => schedule.Contains("TZ", StringComparison.Ordinal);

    /// <summary>A zone inside the schedule is allowed only where there was one already.</summary>
    private static void CheckSchedule(CronJobSpec spec, bool hadZone, FieldErrors errors)
    {
        const string Field = "spec.schedule";
        string schedule = spec.Schedule ?? "";
        if (schedule.Length == 0)
        {
            errors.Required(Field);
            return;
        }

        if (!CronSchedule.TryParse(schedule, out _, out string? error))
        {
            errors.Invalid(Field, schedule, error, CronSchedule.Suggest(schedule));
        }

        if (HasZone(schedule) && !hadZone)
        {
            errors.Invalid(Field, schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        }
        else if (HasZone(schedule) && spec.TimeZone is not null)
        {
            errors.Invalid(Field, schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule");
        }
    }

    private static void CheckJobTemplate(JobSpec spec, FieldErrors errors)
    {
        const string Field = "spec.jobTemplate.spec";
        JobSpecRules.CheckTemplated(Field, spec, errors);
        if (spec.Selector is not null)
        {
            errors.InvalidValue($"{Field}.selector", LabelSelectorRules.Json(spec.Selector), "`selector` will be auto-generated");
        }

        if (spec.ManualSelector == true)
        {
            errors.NotSupported($"{Field}.manualSelector", true, "nil", "false");
        }
    }
}

using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Cron;

/// <summary>What the API server fills into a CronJob before it looks at it; the Job inside gets its defaults when it is created.</summary>
/// <remarks>Kubernetes: <c>SetDefaults_CronJob</c>.</remarks>
internal static class CronJobDefaulting
{
    public static CronJob Apply(CronJob cronJob)
    {
        CronJobSpec spec = cronJob.Spec;
        return cronJob with
        {
            ApiVersion = "batch/v1",
            Kind = "CronJob",
            Spec = spec with
            {
                ConcurrencyPolicy = string.IsNullOrEmpty(spec.ConcurrencyPolicy?.Value) ? ConcurrencyPolicy.Allow : spec.ConcurrencyPolicy,
                Suspend = spec.Suspend ?? false,
                SuccessfulJobsHistoryLimit = spec.SuccessfulJobsHistoryLimit ?? JobDefaults.SuccessfulJobsHistoryLimit,
                FailedJobsHistoryLimit = spec.FailedJobsHistoryLimit ?? JobDefaults.FailedJobsHistoryLimit,
                JobTemplate = spec.JobTemplate with { Spec = JobDefaulting.ApplyToTemplate(spec.JobTemplate.Spec) },
            },
        };
    }
}

using BatchJobs.Cron;
using BatchJobs.Manifests;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Runtime;

/// <summary>Turns CronJobs that callers hand in into valid ones, or throws with every cause.</summary>
internal static class CronJobIntake
{
    public static CronJob Create(CronJob cronJob, Guid uid, DateTimeOffset now, string resourceVersion)
    {
        CronJob admitted = CronJobAdmission.Create(cronJob, JobIntake.Context(uid, now)).ThrowIfRefused();
        return Checked(admitted) with { Metadata = admitted.Metadata with { ResourceVersion = resourceVersion, Generation = 1 } };
    }

    public static CronJob Patch(JobKey key, CronJob current, string mergePatch) => Checked(JobIntake.Accept(key, ManifestPatch.Apply(current, mergePatch)));

    /// <summary>It and the Jobs to come have annotations that can be read.</summary>
    private static CronJob Checked(CronJob cronJob)
    {
        CatchUpAnnotation.Read(cronJob);
        BackoffAnnotation.Read("CronJob", cronJob.Metadata.Name, "spec.jobTemplate.metadata", cronJob.Spec.JobTemplate.Metadata);
        return cronJob;
    }
}

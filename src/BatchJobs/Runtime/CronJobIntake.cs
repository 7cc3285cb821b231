using BatchJobs.Cron;
using BatchJobs.Manifests;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Runtime;

/// <summary>Turns CronJobs that callers hand in into valid ones, or throws with every cause.</summary>
internal static class CronJobIntake
{
    public static CronJob Create(CronJob cronJob, Guid uid, DateTimeOffset now, string resourceVersion)
    {
        CronJob admitted = CronJobAdmission.Create(cronJob, JobIntake.Context(uid, now)).ThrowIfRefused();
        return admitted with { Metadata = admitted.Metadata with { ResourceVersion = resourceVersion, Generation = 1 } };
    }

    public static CronJob Patch(JobKey key, CronJob current, string mergePatch) => JobIntake.Accept(key, ManifestPatch.Apply(current, mergePatch));
}

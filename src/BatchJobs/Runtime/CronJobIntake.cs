using BatchJobs.Cron;
using BatchJobs.Manifests;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Runtime;

/// <summary>Turns CronJobs that callers hand in into valid objects, or throws with every cause.</summary>
internal static class CronJobIntake
{
    public static CronJob Create(CronJob cronJob, Guid uid, DateTimeOffset now, string resourceVersion)
    {
        CronJob admitted = CronJobAdmission.Create(cronJob, JobIntake.Context(uid, now)).ThrowIfRefused();
        return admitted with { Metadata = admitted.Metadata with { ResourceVersion = resourceVersion, Generation = 1 } };
    }

    public static CronJob Patch(CronJob current, string mergePatch)
    {
        ManifestResult patched = JobIntake.Patch(ManifestWriter.Write(current), mergePatch);
        return patched.CronJob ?? throw new InvalidObjectException(patched.Message ?? "the patch leaves no CronJob", []);
    }
}

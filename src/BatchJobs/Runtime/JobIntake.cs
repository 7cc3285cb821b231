using BatchJobs.Client;
using BatchJobs.Manifests;
using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Runtime;

/// <summary>Turns objects that callers hand in into valid ones, or throws with every cause.</summary>
internal static class JobIntake
{
    private const int ConflictCode = 409;

    public static AdmissionContext Context(Guid uid, DateTimeOffset now) => new()
    {
        Uid = uid.ToString(),
        NameSuffix = PodSuffix.Of(uid, 0),
        CreationTimestamp = now,
    };

    public static Job Create(Job job, Guid uid, DateTimeOffset now, string resourceVersion)
    {
        Job admitted = JobAdmission.Create(job, Context(uid, now)).ThrowIfRefused();
        return admitted with { Metadata = admitted.Metadata with { ResourceVersion = resourceVersion, Generation = 1 } };
    }

    public static Job Replace(Job current, Job changed) => Accept(current.Key(), JobAdmission.Replace(current, changed));

    public static Job Patch(Job current, string mergePatch) => Accept(current.Key(), ManifestPatch.Apply(current, mergePatch));

    public static ResolvedJobSpec Resolve(Job job) => JobSpecResolver.Resolve(job.Spec);

    /// <summary>The admitted object; conflicts have an exception of their own.</summary>
    public static T Accept<T>(JobKey key, AdmissionResult<T> result)
        where T : class =>
        result.Code == ConflictCode ? throw new JobConflictException(key, result.Message) : result.ThrowIfRefused();
}

using System.Globalization;
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

    /// <summary>The Job as it is stored, and its spec as rules read it; how to make it again if that is known.</summary>
    public static (Job Admitted, ResolvedJobSpec Spec, AdmittedAgain? Recipe) Admit(Job job, Guid uid, DateTimeOffset now, long version)
    {
        if (KnownSpec.Find(job) is { } known)
        {
            var recipe = new AdmittedAgain(known, KnownSpec.KeyOf(job), uid, now);
            return (recipe.Make(version), known.Resolved, recipe);
        }

        Job admitted = Create(job, uid, now, version.ToString(CultureInfo.InvariantCulture));
        ResolvedJobSpec spec = Resolve(admitted);
        KnownSpec.Remember(job, admitted, spec);
        return (admitted, spec, null);
    }

    public static Job Create(Job job, Guid uid, DateTimeOffset now, string resourceVersion)
    {
        Job admitted = JobAdmission.Create(job, Context(uid, now)).ThrowIfRefused();
        return admitted with { Metadata = admitted.Metadata with { ResourceVersion = resourceVersion, Generation = 1 } };
    }

    public static Job Replace(Job current, Job changed) => Accept(current.Key(), JobAdmission.Replace(current, changed));

    public static Job Patch(Job current, string mergePatch) => Accept(current.Key(), ManifestPatch.Apply(current, mergePatch));

    /// <exception cref="JobConflictException">The Job is not the one that was meant.</exception>
    public static void CheckPreconditions(Job job, JobDeleteOptions? options)
    {
        if (options?.Uid is { } uid && uid != job.Metadata.Uid)
        {
            throw new JobConflictException(job.Key(), Refusal("UID", uid, job.Metadata.Uid, "deleted and then recreated"));
        }

        if (options?.ResourceVersion is { } version && version != job.Metadata.ResourceVersion)
        {
            throw new JobConflictException(job.Key(), Refusal("ResourceVersion", version, job.Metadata.ResourceVersion, "modified"));
        }

        string Refusal(string field, string wanted, string? found, string cause) =>
            $"Operation cannot be fulfilled on jobs.batch \"{job.Metadata.Name}\": the {field} in the precondition ({wanted}) does not match the {field} in record ({found}). The object might have been {cause}";
    }

    /// <exception cref="InvalidObjectException">The annotation about delays can't be read.</exception>
    public static ResolvedJobSpec Resolve(Job job) => JobSpecResolver.Resolve(job);

    /// <summary>The admitted object; conflicts have an exception of their own.</summary>
    public static T Accept<T>(JobKey key, AdmissionResult<T> result)
        where T : class =>
        result.Code == ConflictCode ? throw new JobConflictException(key, result.Message) : result.ThrowIfRefused();
}

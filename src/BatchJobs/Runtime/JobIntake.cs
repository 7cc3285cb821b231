using System.Text.Json;
using System.Text.Json.Nodes;
using BatchJobs.Manifests;
using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Runtime;

/// <summary>Turns Jobs that callers hand in into valid objects, or throws with every cause.</summary>
internal static class JobIntake
{
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

    public static Job Patch(Job current, string mergePatch)
    {
        ManifestResult patched = Patch(ManifestWriter.Write(current), mergePatch);
        return Update(current, patched.Job ?? throw new InvalidObjectException(patched.Message ?? "the patch leaves no Job", []));
    }

    public static Job Update(Job current, Job changed)
    {
        return changed;
    }

    public static ResolvedJobSpec Resolve(Job job) => JobSpecResolver.Resolve(job.Spec);

    /// <summary>Patches an object and reads the result as strictly as any manifest.</summary>
    public static ManifestResult Patch(string current, string mergePatch)
    {
        try
        {
            JsonNode? patched = MergePatch.Apply(JsonNode.Parse(current), JsonNode.Parse(mergePatch));
            return ManifestReader.ReadJson(patched?.ToJsonString() ?? "null");
        }
        catch (JsonException error)
        {
            throw new InvalidObjectException($"error decoding patch: {error.Message}", []);
        }
    }
}

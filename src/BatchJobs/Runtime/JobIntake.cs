using System.Text.Json;
using System.Text.Json.Nodes;
using BatchJobs.Manifests;
using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Runtime;

/// <summary>Turns what callers hand in into valid objects, or throws with every cause.</summary>
internal static class JobIntake
{
    public static Job Create(Job job, Guid uid, DateTimeOffset now, string resourceVersion)
    {
        var context = new AdmissionContext
        {
            Uid = uid.ToString(),
            NameSuffix = PodSuffix.Of(uid, 0),
            CreationTimestamp = now,
        };
        Job admitted = JobAdmission.Create(job, context).ThrowIfRefused();
        return admitted with { Metadata = admitted.Metadata with { ResourceVersion = resourceVersion, Generation = 1 } };
    }

    public static Job Patch(Job current, string mergePatch)
    {
        JsonNode? patched = MergePatch.Apply(JsonNode.Parse(ManifestWriter.Write(current)), Parse(mergePatch));
        ManifestResult result = ManifestReader.ReadJson(patched?.ToJsonString() ?? "null");
        return Update(current, result.Job ?? throw new InvalidObjectException(result.Message ?? "the patch leaves no Job", []));
    }

    public static Job Update(Job current, Job changed)
    {
        return changed;
    }

    private static JsonNode? Parse(string mergePatch)
    {
        try
        {
            return JsonNode.Parse(mergePatch);
        }
        catch (JsonException error)
        {
            throw new InvalidObjectException($"error decoding patch: {error.Message}", []);
        }
    }

    public static ResolvedJobSpec Resolve(Job job) => JobSpecResolver.Resolve(job.Spec);
}

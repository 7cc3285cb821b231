using System.Text.Json.Nodes;

namespace BatchJobs.Manifests;

/// <summary>JSON merge patch, RFC 7386: members of the patch replace those of the target, null removes them.</summary>
internal static class MergePatch
{
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }

        var result = target is JsonObject old ? (JsonObject)old.DeepClone() : [];
        foreach ((string name, JsonNode? value) in changes)
        {
            if (value is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = Apply(result[name], value);
            }
        }

        return result;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using BatchJobs.Manifests;
using BatchJobs.Specs;

namespace BatchJobs.Kubernetes.Native;

/// <summary>Jobs and CronJobs as the server writes them.</summary>
internal static class WireObjects
{
    public static Job Job(string json) => Job(JsonNode.Parse(json)!.AsObject());

    public static Job Job(JsonElement item) => Job(JsonObject.Create(item)!);

    public static CronJob CronJob(JsonElement item) => CronJob(JsonObject.Create(item)!);

    public static CronJob CronJob(string json) => CronJob(JsonNode.Parse(json)!.AsObject());

    public static JsonObject Json(Job job) => Clean(ManifestWriter.Write(job));

    /// <param name="cronJob">The CronJob.</param>
    /// <param name="apiVersion">The version in which the server has CronJobs.</param>
    public static JsonObject Json(CronJob cronJob, string apiVersion)
    {
        JsonObject json = Clean(ManifestWriter.Write(cronJob));
        json["apiVersion"] = apiVersion;
        return json;
    }

    private static Job Job(JsonObject json) => Read(json, ManifestKind.Job).Job!;

    private static CronJob CronJob(JsonObject json) => Read(json, ManifestKind.CronJob).CronJob!;

    /// <summary>Items of a list do not say what they are, and CronJobs of old servers say so in another version.</summary>
    private static ManifestResult Read(JsonObject json, ManifestKind kind)
    {
        json["apiVersion"] = "batch/v1";
        json["kind"] = kind.ToString();
        return ManifestReader.ReadJson(json.ToJsonString(), new ManifestReaderOptions { ExpectedKind = kind, Strict = false }).ThrowIfFailed();
    }

    /// <summary>Status and zeros that a client has no business to send.</summary>
    private static JsonObject Clean(string manifest)
    {
        JsonObject json = JsonNode.Parse(manifest)!.AsObject();
        json.Remove("status");
        RemoveNulls(json);
        return json;
    }

    private static void RemoveNulls(JsonNode? node)
    {
        if (node is JsonObject fields)
        {
            foreach (string name in fields.Where(field => field.Value is null).Select(field => field.Key).ToList())
            {
                fields.Remove(name);
            }

            fields.ToList().ForEach(field => RemoveNulls(field.Value));
        }
        else if (node is JsonArray items)
        {
            items.ToList().ForEach(RemoveNulls);
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace BatchJobs.Kubernetes.Native;

/// <summary>Finds what a server left out of what it was sent, because it does not know the field or has it switched off.</summary>
internal static class DroppedFields
{
    /// <summary>What means the same as its absence is not missed.</summary>
    private static readonly string[] DefaultWords = ["NonIndexed", "TerminatingOrFailed", "kubernetes.io/job-controller"];

    /// <summary>What the server itself writes, anew with every change, whatever was sent.</summary>
    private static readonly string[] KeptByTheServer = ["metadata.resourceVersion", "metadata.managedFields", "metadata.generation"];

    /// <param name="sent">What was sent: an object, or a patch of one.</param>
    /// <param name="stored">What the server would store.</param>
    /// <returns>The paths of the fields that are missing.</returns>
    public static IReadOnlyList<string> Find(JsonObject sent, JsonObject stored)
    {
        List<string> missing = [];
        foreach (string part in (string[])["spec", "metadata"])
        {
            if (sent[part] is JsonObject wanted)
            {
                Compare(wanted, stored[part] as JsonObject ?? [], part, missing);
            }
        }

        return missing;
    }

    private static void Compare(JsonObject sent, JsonObject stored, string path, List<string> missing)
    {
        foreach ((string name, JsonNode? value) in sent)
        {
            string field = $"{path}.{name}";
            if (value is null || IsDefault(field, value) || KeptByTheServer.Contains(field))
            {
                continue;
            }

            switch ((value, stored[name]))
            {
                case (_, null):
                    missing.Add(field);
                    break;
                case (JsonObject inner, JsonObject other):
                    Compare(inner, other, field, missing);
                    break;
                case (JsonArray items, JsonArray others):
                    Compare(items, others, field, missing);
                    break;
                default:
                    break;
            }
        }
    }

    private static void Compare(JsonArray sent, JsonArray stored, string path, List<string> missing)
    {
        for (int i = 0; i < sent.Count; i++)
        {
            if (sent[i] is JsonObject item && Counterpart(item, i, stored) is { } other)
            {
                Compare(item, other, $"{path}[{i}]", missing);
            }
        }
    }

    /// <summary>Admission may add to lists, so what has a name is found by its name.</summary>
    private static JsonObject? Counterpart(JsonObject item, int index, JsonArray stored) => item["name"] is JsonValue name
        ? stored.OfType<JsonObject>().FirstOrDefault(other => JsonNode.DeepEquals(other["name"], name))
        : stored.ElementAtOrDefault(index) as JsonObject;

    private static bool IsDefault(string field, JsonNode value) => value switch
    {
        JsonObject { Count: 0 } or JsonArray { Count: 0 } => true,
        JsonValue single => single.GetValueKind() switch
        {
            JsonValueKind.False => !field.EndsWith(".hostUsers", StringComparison.Ordinal),
            JsonValueKind.Number => single.ToJsonString() == "0" && field.Contains(".template.", StringComparison.Ordinal), // of a Job itself, 0 is as good as any number
            JsonValueKind.String => single.GetValue<string>() is var text && (text.Length == 0 || DefaultWords.Contains(text)),
            _ => false,
        },
        _ => false,
    };
}

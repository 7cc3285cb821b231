using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace BatchJobs.Validation;

/// <summary>Whether two parts of an object mean the same: "absent" and "empty" do for lists and maps, not for objects.</summary>
internal static class SemanticEquality
{
    /// <summary>Members that are maps; what is empty elsewhere is an object, whose presence means something.</summary>
    private static readonly HashSet<string> Maps = new(StringComparer.Ordinal)
    {
        "labels", "annotations", "matchLabels", "nodeSelector", "limits", "requests", "overhead", "options", "volumeAttributes",
    };

    public static bool AreEqual<T>(T? one, T? other, JsonTypeInfo<T> type)
        where T : class => JsonNode.DeepEquals(Tree(one, type), Tree(other, type));

    public static JsonNode? Tree<T>(T? value, JsonTypeInfo<T> type)
        where T : class => value is null ? null : WithoutEmpty(JsonSerializer.SerializeToNode(value, type));

    private static JsonNode? WithoutEmpty(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach ((string name, JsonNode? value) in members.ToArray())
                {
                    if (WithoutEmpty(value) is null or JsonArray { Count: 0 } || (value is JsonObject { Count: 0 } && Maps.Contains(name)))
                    {
                        members.Remove(name);
                    }
                }

                break;
            case JsonArray items:
                foreach (JsonNode? item in items)
                {
                    WithoutEmpty(item);
                }

                break;
        }

        return node;
    }
}

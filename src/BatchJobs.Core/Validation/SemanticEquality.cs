using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using BatchJobs.Primitives;

namespace BatchJobs.Validation;

/// <summary>Whether two parts of an object mean the same: "absent" and "empty" do for lists, maps and texts, and "absent" and "zero" for what is no pointer in the API, not for other objects; amounts do in any notation.</summary>
/// <remarks>Kubernetes: <c>equality.Semantic</c>.</remarks>
internal static class SemanticEquality
{
    /// <summary>Members that are an amount.</summary>
    internal static readonly HashSet<string> Amounts = new(StringComparer.Ordinal) { "divisor", "sizeLimit" };

    /// <summary>Members that are maps to amounts.</summary>
    internal static readonly HashSet<string> AmountMaps = new(StringComparer.Ordinal) { "limits", "overhead", "requests" };

    /// <summary>Members that are maps to text, whose keys are anybody's and say nothing about the values.</summary>
    internal static readonly HashSet<string> TextMaps = new(StringComparer.Ordinal)
    {
        "annotations", "labels", "matchLabels", "nodeSelector", "options", "userAnnotations", "volumeAttributes",
    };

    /// <summary>Members that are false if they are absent, but for <see cref="Pointers"/>.</summary>
    internal static readonly HashSet<string> Flags = new(StringComparer.Ordinal)
    {
        "chapAuthDiscovery", "chapAuthSession", "hostIPC", "hostNetwork", "hostPID", "readOnly", "sslEnabled", "stdin", "stdinOnce", "tty",
    };

    /// <summary>Members that are 0 if they are absent, but for <see cref="Pointers"/>.</summary>
    internal static readonly HashSet<string> Numbers = new(StringComparer.Ordinal)
    {
        "containerPort", "failureThreshold", "generation", "hostPort", "initialDelaySeconds", "lun", "maxSkew", "partition", "periodSeconds", "port",
        "seconds", "successThreshold", "timeoutSeconds", "weight",
    };

    /// <summary>Where such a member is a pointer all the same, by the member that holds it: absent is another value there.</summary>
    internal static readonly HashSet<(string Holder, string Name)> Pointers = [("azureDisk", "readOnly"), ("csi", "readOnly"), ("fc", "lun")];

    /// <summary>Members that are there even if they are empty, other than those of which every object has one.</summary>
    private static readonly HashSet<string> Parts = new(StringComparer.Ordinal) { "metadata", "podAffinityTerm", "preference", "resources" };

    public static bool AreEqual<T>(T? one, T? other, JsonTypeInfo<T> type)
        where T : class => AreEqual(Tree(one, type), Tree(other, type));

    /// <summary>Whether two trees without empty members mean the same.</summary>
    public static bool AreEqual(JsonNode? one, JsonNode? other) => (one, other) switch
    {
        (JsonObject members, JsonObject others) => SameMembers(members, others, MemberEqual),
        (JsonArray items, JsonArray others) => items.Count == others.Count && items.Zip(others).All(pair => AreEqual(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(one, other),
    };

    private static bool MemberEqual(string name, JsonNode? one, JsonNode? other)
    {
        if (Amounts.Contains(name))
        {
            return SameAmount(one, other);
        }

        if (AmountMaps.Contains(name) && one is JsonObject amounts && other is JsonObject otherAmounts)
        {
            return SameMembers(amounts, otherAmounts, (_, amount, otherAmount) => SameAmount(amount, otherAmount));
        }

        return TextMaps.Contains(name) && one is JsonObject && other is JsonObject ? JsonNode.DeepEquals(one, other) : AreEqual(one, other);
    }

    private static bool SameMembers(JsonObject one, JsonObject other, Func<string, JsonNode?, JsonNode?, bool> same) => one.Count == other.Count
        && one.All(member => other.TryGetPropertyValue(member.Key, out JsonNode? counterpart) && same(member.Key, member.Value, counterpart));

    private static bool SameAmount(JsonNode? one, JsonNode? other) =>
        Quantity.TryParse(one?.ToString() ?? "", out Quantity amount, out _) && Quantity.TryParse(other?.ToString() ?? "", out Quantity otherAmount, out _)
            ? amount.Nanos == otherAmount.Nanos
            : JsonNode.DeepEquals(one, other);

    public static JsonNode? Tree<T>(T? value, JsonTypeInfo<T> type)
        where T : class => value is null ? null : WithoutEmpty("", JsonSerializer.SerializeToNode(value, type));

    /// <summary>Whether a member means the same as none.</summary>
    private static bool IsNone(string holder, string name, JsonNode? value) => value switch
    {
        null or JsonArray { Count: 0 } => true,
        JsonObject members => members.Count == 0 && (TextMaps.Contains(name) || AmountMaps.Contains(name) || Parts.Contains(name)),
        _ when name == "divisor" && SameAmount(value, "0") => true,
        JsonValue text when text.TryGetValue(out string? content) => content.Length == 0 && name != "storageClassName", // where none is the default one
        JsonValue flag when flag.TryGetValue(out bool on) => !on && Flags.Contains(name) && !Pointers.Contains((holder, name)),
        JsonValue number when number.TryGetValue(out long amount) => amount == 0 && Numbers.Contains(name) && !Pointers.Contains((holder, name)),
        _ => false,
    };

    private static JsonNode? WithoutEmpty(string holder, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach ((string name, JsonNode? value) in members.ToArray())
                {
                    if (value is not JsonObject || !TextMaps.Contains(name))
                    {
                        WithoutEmpty(name, value); // in a map of texts an empty one is a value
                    }

                    if (IsNone(holder, name, value))
                    {
                        members.Remove(name);
                    }
                }

                break;
            case JsonArray items:
                foreach (JsonNode? item in items)
                {
                    WithoutEmpty(holder, item);
                }

                break;
        }

        return node;
    }
}

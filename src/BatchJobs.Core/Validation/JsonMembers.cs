using System.Text.Json;

namespace BatchJobs.Validation;

/// <summary>Members of pod fields that are carried as JSON; their types were checked when they were read.</summary>
internal static class JsonMembers
{
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    public static long? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt64() : null;

    public static IReadOnlyList<JsonElement> Items(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string name) => element.Member(name).Items();

    public static IReadOnlyDictionary<string, string> Map(this JsonElement? element) => element is { ValueKind: JsonValueKind.Object } map
        ? map.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.ToString(), StringComparer.Ordinal)
        : new Dictionary<string, string>(StringComparer.Ordinal);
}

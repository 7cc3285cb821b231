using System.Text.Json;
using System.Text.Json.Nodes;
using BatchJobs.Primitives;

namespace BatchJobs.Validation;

/// <summary>Amounts of resources, rounded up to thousandths as the API server does it.</summary>
/// <remarks>Kubernetes: <c>SetDefaults_ResourceList</c>.</remarks>
internal static class AmountDefaults
{
    /// <summary>Rounds what a container or pod requests and may use.</summary>
    public static JsonElement? ApplyToResources(JsonElement? resources) => IsRound(Member(resources, "limits")) && IsRound(Member(resources, "requests"))
        ? resources
        : CarriedDefaults.Change(resources, node =>
        {
            Round(node["limits"]);
            Round(node["requests"]);
        });

    /// <summary>Rounds the amounts of a map.</summary>
    public static JsonElement? Apply(JsonElement? amounts) => IsRound(amounts) ? amounts : CarriedDefaults.Change(amounts, Round);

    private static JsonElement? Member(JsonElement? resources, string name) =>
        resources is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out JsonElement amounts) ? amounts : null;

    private static bool IsRound(JsonElement? amounts) => amounts is not { ValueKind: JsonValueKind.Object } members || members.EnumerateObject().All(amount => Finer(amount.Value.ToString()) is null);

    /// <summary>An amount that is not of whole thousandths; null for all others.</summary>
    private static Quantity? Finer(string? amount) =>
        Quantity.TryParse(amount ?? "", out Quantity quantity, out _) && quantity.Rounded.Nanos != quantity.Nanos ? quantity : null;

    private static void Round(JsonNode? amounts)
    {
        if (amounts is not JsonObject members)
        {
            return;
        }

        foreach ((string name, JsonNode? amount) in members.ToArray())
        {
            if (Finer(amount?.ToString()) is { } quantity)
            {
                members[name] = quantity.Rounded.ToString();
            }
        }
    }
}

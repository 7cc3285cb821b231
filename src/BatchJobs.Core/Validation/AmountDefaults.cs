using System.Text.Json;
using System.Text.Json.Nodes;
using BatchJobs.Primitives;

namespace BatchJobs.Validation;

/// <summary>Amounts of resources, rounded up to thousandths as the API server does it.</summary>
/// <remarks>Kubernetes: <c>SetDefaults_ResourceList</c>.</remarks>
internal static class AmountDefaults
{
    /// <summary>Rounds what a container or pod requests and may use.</summary>
    public static JsonElement? ApplyToResources(JsonElement? resources) => CarriedDefaults.Change(resources, node =>
    {
        if (node is JsonObject members)
        {
            Round(members["limits"]);
            Round(members["requests"]);
        }
    });

    /// <summary>Rounds the amounts of a map.</summary>
    public static JsonElement? Apply(JsonElement? amounts) => CarriedDefaults.Change(amounts, Round);

    private static void Round(JsonNode? amounts)
    {
        if (amounts is not JsonObject members)
        {
            return;
        }

        foreach ((string name, JsonNode? amount) in members.ToArray())
        {
            if (Quantity.TryParse(amount?.ToString() ?? "", out Quantity quantity, out _) && quantity.Rounded.Nanos != quantity.Nanos)
            {
                members[name] = quantity.Rounded.ToString();
            }
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What the API server fills into the parts of a container that are only carried.</summary>
internal static class CarriedDefaults
{
    public static Container Apply(Container container) => container with
    {
        Ports = Change(container.Ports, ports =>
        {
            foreach (JsonNode? port in (JsonArray)ports)
            {
                Fill(port!, "protocol", "TCP");
            }
        }),
        LivenessProbe = Change(container.LivenessProbe, FillProbe),
        ReadinessProbe = Change(container.ReadinessProbe, FillProbe),
        StartupProbe = Change(container.StartupProbe, FillProbe),
        Lifecycle = Change(container.Lifecycle, lifecycle =>
        {
            FillHttp(lifecycle["postStart"]);
            FillHttp(lifecycle["preStop"]);
        }),
        Resources = AmountDefaults.ApplyToResources(container.Resources),
    };

    /// <summary>Changes an object or a list; nothing else.</summary>
    public static JsonElement? Change(JsonElement? element, Action<JsonNode> fill)
    {
        if (element is not { ValueKind: JsonValueKind.Object or JsonValueKind.Array } given)
        {
            return element;
        }

        JsonNode node = given.ValueKind == JsonValueKind.Array ? JsonArray.Create(given)! : JsonObject.Create(given)!;
        fill(node);
        return JsonElement.Parse(node.ToJsonString());
    }

    private static void FillProbe(JsonNode probe)
    {
        Fill(probe, "timeoutSeconds", 1);
        Fill(probe, "periodSeconds", 10);
        Fill(probe, "successThreshold", 1);
        Fill(probe, "failureThreshold", 3);
        FillHttp(probe);
        if (probe["grpc"] is JsonObject grpc)
        {
            grpc.TryAdd("service", "");
        }
    }

    private static void FillHttp(JsonNode? handler)
    {
        if (handler?["httpGet"] is { } action)
        {
            Fill(action, "path", "/");
            Fill(action, "scheme", "HTTP");
        }
    }

    private static void Fill(JsonNode node, string name, string value)
    {
        if (string.IsNullOrEmpty((string?)node[name]))
        {
            node[name] = value;
        }
    }

    private static void Fill(JsonNode node, string name, int value)
    {
        if (((int?)node[name] ?? 0) == 0)
        {
            node[name] = value;
        }
    }
}

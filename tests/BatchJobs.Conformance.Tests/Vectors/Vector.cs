using System.Text.Json;
using System.Text.Json.Nodes;

namespace BatchJobs.Conformance.Tests.Vectors;

/// <summary>A recorded request to an API server and its answer.</summary>
public sealed class Vector(JsonElement json)
{
    private static readonly Lazy<IReadOnlyDictionary<string, Vector>> Create = new(() => Load("create"));
    private static readonly Lazy<IReadOnlyDictionary<string, Vector>> Update = new(() => Load("update"));

    public static IReadOnlyDictionary<string, Vector> Creates => Create.Value;

    public static IReadOnlyDictionary<string, Vector> Updates => Update.Value;

    public string Name => json.GetProperty("name").GetString()!;

    public string Area => json.GetProperty("area").GetString()!;

    public bool IsCronJob => json.GetProperty("resource").GetString() == "cronjobs";

    public bool IsYaml => json.TryGetProperty("contentType", out JsonElement type) && type.GetString() == "application/yaml";

    public bool IgnoresUnknownFields => json.TryGetProperty("fieldValidation", out JsonElement validation) && validation.GetString() == "Ignore";

    public bool IsDryRun => !json.TryGetProperty("dryRun", out _);

    public bool IsStatusWrite => json.TryGetProperty("subresource", out _);

    public string Body => json.TryGetProperty("raw", out JsonElement raw) ? raw.GetString()! : PythonJson.Write(json.GetProperty("object"));

    public IReadOnlyList<string> PodFields =>
        json.TryGetProperty("podFields", out JsonElement fields) ? [.. fields.EnumerateArray().Select(item => item.GetString()!)] : [];

    public JsonElement? Member(string name) => json.TryGetProperty(name, out JsonElement value) ? value : null;

    public JsonElement Expect => json.GetProperty("expect");

    public bool Accepted => Expect.GetProperty("accepted").GetBoolean();

    public bool HasNoAnswer => Expect.TryGetProperty("noAnswer", out _);

    public bool IsUnordered => Expect.TryGetProperty("unordered", out _);

    public string? Text(string member) => Expect.TryGetProperty(member, out JsonElement value) ? value.GetString() : null;

    public IReadOnlyList<string> Texts(string member) =>
        Expect.TryGetProperty(member, out JsonElement value) ? [.. value.EnumerateArray().Select(text => text.GetString()!)] : [];

    public JsonNode? Object(string member) => JsonNode.Parse(Expect.GetProperty(member).GetRawText());

    private static Dictionary<string, Vector> Load(string kind) =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Data", "vectors", kind), "*.json")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.EnumerateArray().Select(element => new Vector(element)))
            .ToDictionary(vector => vector.Name, StringComparer.Ordinal);
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchJobs.Sqlite.Files;

/// <summary>Labels as JSON, so that people can ask for them in SQL.</summary>
internal static partial class LabelsText
{
    public static string Write(IReadOnlyDictionary<string, string> labels) =>
        labels.Count == 0 ? "{}" : JsonSerializer.Serialize(labels, Context.Default.IReadOnlyDictionaryStringString);

    public static IReadOnlyDictionary<string, string> Read(string text) =>
        JsonSerializer.Deserialize(text, Context.Default.IReadOnlyDictionaryStringString) ?? new Dictionary<string, string>();

    [JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
    private sealed partial class Context : JsonSerializerContext;
}

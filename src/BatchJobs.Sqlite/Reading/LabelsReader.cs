using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchJobs.Sqlite.Reading;

/// <summary>Reads labels from JSON.</summary>
internal static partial class LabelsReader
{
    public static IReadOnlyDictionary<string, string> Read(string text) =>
        JsonSerializer.Deserialize(text, Context.Default.IReadOnlyDictionaryStringString) ?? new Dictionary<string, string>();

    [JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
    private sealed partial class Context : JsonSerializerContext;
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchJobs.Primitives;

/// <summary>Words of the API are strings in a manifest, known or not.</summary>
internal sealed class ApiWordConverter<T> : JsonConverter<T>
    where T : struct, IApiWord<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.FromValue(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

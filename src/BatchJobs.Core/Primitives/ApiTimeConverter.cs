using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchJobs.Primitives;

/// <summary>Instants are whole seconds in UTC.</summary>
internal sealed class ApiTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ApiTime.TryParse(reader.GetString() ?? "", out DateTimeOffset time) ? time : throw new JsonException("Not a time.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(ApiTime.Format(value));
}

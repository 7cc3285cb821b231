using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchJobs.Testing.Simulation;

/// <summary>Writes 60 as <c>60.0</c>, as the recordings do; comparisons of their text tell the two apart.</summary>
internal sealed class FractionConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.ToString("0.0##", CultureInfo.InvariantCulture));
}

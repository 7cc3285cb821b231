using System.Text.Json;
using System.Text.Json.Serialization;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Control.Protocol;

/// <summary>Messages as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    MaxDepth = 1000,
    Converters = [typeof(JobConverter), typeof(CronJobConverter), typeof(ApiWordConverter<ConditionStatus>)])]
[JsonSerializable(typeof(ControlHello))]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlReply))]
internal sealed partial class ControlJson : JsonSerializerContext;

/// <summary>Jobs complete, unlike a manifest for people, which leaves out what is empty.</summary>
internal sealed class JobConverter : JsonConverter<Job>
{
    public override Job? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonSerializer.Deserialize(ref reader, SpecJson.Default.Job);

    public override void Write(Utf8JsonWriter writer, Job value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, SpecJson.Default.Job);
}

/// <summary>CronJobs complete.</summary>
internal sealed class CronJobConverter : JsonConverter<CronJob>
{
    public override CronJob? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonSerializer.Deserialize(ref reader, SpecJson.Default.CronJob);

    public override void Write(Utf8JsonWriter writer, CronJob value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, SpecJson.Default.CronJob);
}

using System.Text.Json.Serialization;

namespace BatchJobs.Testing.Simulation;

/// <summary>How results are written and read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(JobSimulationResult))]
[JsonSerializable(typeof(CronJobSimulationResult))]
internal sealed partial class SimulationJson : JsonSerializerContext;

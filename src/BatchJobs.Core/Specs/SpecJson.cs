using System.Text.Json.Serialization;
using BatchJobs.Primitives;

namespace BatchJobs.Specs;

/// <summary>Objects of the API as JSON without reflection: complete, but not yet in the API server's order and with its zeros.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 1000,
    Converters =
    [
        typeof(ApiTimeConverter),
        typeof(ApiWordConverter<CompletionMode>),
        typeof(ApiWordConverter<ConcurrencyPolicy>),
        typeof(ApiWordConverter<ConditionStatus>),
        typeof(ApiWordConverter<ExitCodeOperator>),
        typeof(ApiWordConverter<PodFailureAction>),
        typeof(ApiWordConverter<PodReplacementPolicy>),
        typeof(ApiWordConverter<RestartPolicy>),
    ])]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(CronJob))]
[JsonSerializable(typeof(JobSpec))]
[JsonSerializable(typeof(CronJobSpec))]
[JsonSerializable(typeof(PodTemplateSpec))]
internal sealed partial class SpecJson : JsonSerializerContext;

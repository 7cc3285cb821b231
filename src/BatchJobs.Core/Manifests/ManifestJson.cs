using System.Text.Json.Serialization;
using BatchJobs.Specs;

namespace BatchJobs.Manifests;

/// <summary>Objects of the API as JSON without reflection; what comes out still has to go through <see cref="CanonicalJson"/>.</summary>
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
internal sealed partial class ManifestJson : JsonSerializerContext;

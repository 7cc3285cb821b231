using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace BatchJobs.InProcess.Running;

/// <summary>Results as JSON.</summary>
internal sealed class ResultJson(JsonSerializerOptions? chosen)
{
    private readonly JsonSerializerOptions options = Complete(chosen);

    /// <exception cref="NotSupportedException">Nothing says how a type of the result is written.</exception>
    /// <exception cref="JsonException">The result refers to itself.</exception>
    public string Write(object result) => JsonSerializer.Serialize(result, options.GetTypeInfo(result.GetType()));

    /// <exception cref="NotSupportedException">Nothing says how a type of the result is read.</exception>
    /// <exception cref="JsonException">The type has changed since.</exception>
    public object? Read(string json, Type type) => JsonSerializer.Deserialize(json, options.GetTypeInfo(type));

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Reflection takes part only in a program that has it; in others nothing can be written that the settings don't name.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "As above.")]
    private static JsonSerializerOptions Complete(JsonSerializerOptions? chosen)
    {
        if (chosen is { TypeInfoResolver: not null })
        {
            return chosen;
        }

        JsonSerializerOptions complete = chosen is null ? new JsonSerializerOptions() : new JsonSerializerOptions(chosen);
        if (JsonSerializer.IsReflectionEnabledByDefault)
        {
            complete.MakeReadOnly(populateMissingResolver: true);
        }

        return complete;
    }
}

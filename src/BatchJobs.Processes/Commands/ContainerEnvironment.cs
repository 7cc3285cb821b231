using System.Text.Json;
using BatchJobs.Execution;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Commands;

/// <summary>The environment a container's spec gives it.</summary>
internal static class ContainerEnvironment
{
    /// <summary>Resolves the variables in their order; each sees those before it.</summary>
    /// <exception cref="ContainerConfigException">A variable comes from something that does not exist here.</exception>
    internal static Dictionary<string, string> Resolve(PodStartRequest pod, Container container)
    {
        RefuseEnvFrom(container.EnvFrom);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in container.Env ?? [])
        {
            if (variable.Name is not { } name) continue;
            if (!string.IsNullOrEmpty(variable.Value)) variables[name] = VariableExpansion.Expand(variable.Value, variables);
            else if (variable.ValueFrom is null) variables[name] = "";
            else if (Resolve(pod, name, variable.ValueFrom) is { } value) variables[name] = value;
        }

        return variables;
    }

    /// <returns>The value; null for an optional one that does not exist.</returns>
    private static string? Resolve(PodStartRequest pod, string name, EnvVarSource source)
    {
        if (source.FieldRef is { } field)
        {
            return PodFields.Read(pod, field.FieldPath)
                ?? throw Refusal($"environment variable {name}: field \"{field.FieldPath}\" does not exist for processes");
        }

        var (kind, reference) = source switch
        {
            { SecretKeyRef: { } secret } => ("secret", secret),
            { ConfigMapKeyRef: { } configMap } => ("configmap", configMap),
            { FileKeyRef: { } file } => ("file", file),
            { ResourceFieldRef: { } resource } => ("resource field", resource),
            _ => ("source", default),
        };
        if (IsOptional(reference)) return null;
        throw Refusal($"environment variable {name}: {kind} \"{Text(reference, "name", "path", "resource")}\" not found: processes have none");
    }

    private static void RefuseEnvFrom(JsonElement? envFrom)
    {
        if (envFrom is not { ValueKind: JsonValueKind.Array } sources) return;
        foreach (var source in sources.EnumerateArray().Where(source => source.ValueKind == JsonValueKind.Object))
        {
            foreach (var reference in source.EnumerateObject().Where(reference => reference.Name is "configMapRef" or "secretRef"))
            {
                if (IsOptional(reference.Value)) continue;
                var kind = reference.Name is "secretRef" ? "secret" : "configmap";
                throw Refusal($"envFrom: {kind} \"{Text(reference.Value, "name")}\" not found: processes have none");
            }
        }
    }

    private static bool IsOptional(JsonElement reference) =>
        reference.ValueKind == JsonValueKind.Object
        && reference.TryGetProperty("optional", out var optional)
        && optional.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement reference, params ReadOnlySpan<string> properties)
    {
        if (reference.ValueKind != JsonValueKind.Object) return null;
        foreach (var property in properties)
        {
            if (reference.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String) return value.GetString();
        }

        return null;
    }

    private static ContainerConfigException Refusal(string message) => new(ContainerFailures.ConfigError, message);
}

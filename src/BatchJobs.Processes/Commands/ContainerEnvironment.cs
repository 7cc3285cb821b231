using System.Text;
using System.Text.Json;
using BatchJobs.Execution;
using BatchJobs.Processes.Reading;
using BatchJobs.Processes.Volumes;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Processes.Commands;

/// <summary>The environment a container's spec gives it.</summary>
internal static class ContainerEnvironment
{
    /// <summary>Resolves the variables in their order; each sees those before it.</summary>
    /// <exception cref="ContainerConfigException">A variable comes from something that does not exist here.</exception>
    internal static Dictionary<string, string> Resolve(PodStartRequest pod, Container container, PodConfig config)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in container.EnvFrom.Items()) AddAll(variables, source, config);
        foreach (var variable in container.Env ?? [])
        {
            if (variable.Name is not { } name) continue;
            if (!string.IsNullOrEmpty(variable.Value)) variables[name] = VariableExpansion.Expand(variable.Value, variables);
            else if (variable.ValueFrom is null) variables[name] = "";
            else if (Resolve(pod, container, name, variable.ValueFrom, config) is { } value) variables[name] = value;
        }

        return variables;
    }

    /// <returns>The value; null for an optional one that does not exist.</returns>
    private static string? Resolve(PodStartRequest pod, Container container, string name, EnvVarSource source, PodConfig config)
    {
        var user = $"environment variable {name}";
        string? Key(PodConfigKind kind, JsonElement reference) =>
            config.FindKey(kind, reference, user) is { } value ? Encoding.UTF8.GetString(value.Span) : null;
        return source switch
        {
            { FieldRef: { } field } =>
                PodFields.Read(pod, field.FieldPath) ?? throw PodConfig.Refusal($"{user}: field \"{field.FieldPath}\" does not exist for processes"),
            { ResourceFieldRef: { } field } =>
                ResourceField.Read(container, field) ?? throw PodConfig.Refusal($"{user}: resource field \"{field.Text("resource")}\" does not exist for processes"),
            { SecretKeyRef: { } reference } => Key(PodConfigKind.Secret, reference),
            { ConfigMapKeyRef: { } reference } => Key(PodConfigKind.ConfigMap, reference),
            { FileKeyRef: { } file } when PodConfig.IsOptional(file) => null,
            { FileKeyRef: { } file } => throw PodConfig.Refusal($"{user}: file \"{file.Text("path")}\" not found: processes have none"),
            _ => throw PodConfig.Refusal($"{user}: source \"\" not found: processes have none"),
        };
    }

    private static void AddAll(Dictionary<string, string> variables, JsonElement source, PodConfig config)
    {
        var prefix = source.Text("prefix");
        void Add(string member, PodConfigKind kind)
        {
            if (source.Member(member) is not { } reference || config.Find(kind, reference, "name", "envFrom") is not { } data) return;

            // What can't be the name of a variable is left out, as a kubelet does.
            foreach (var (key, value) in data.Where(entry => !entry.Key.Contains('=', StringComparison.Ordinal))) variables[prefix + key] = Encoding.UTF8.GetString(value.Span);
        }

        Add("configMapRef", PodConfigKind.ConfigMap);
        Add("secretRef", PodConfigKind.Secret);
    }
}

using System.Text.Json;
using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What environment variables must be like.</summary>
internal static class EnvRules
{
    private static readonly string[] FieldPaths =
    [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
        "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    ];

    private static readonly string[] Resources =
        ["limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"];

    public static void Check(string field, IReadOnlyList<EnvVar> variables, FieldErrors errors)
    {
        for (int index = 0; index < variables.Count; index++)
        {
            string path = $"{field}[{index}]";
            string name = variables[index].Name ?? "";
            if (name.Length == 0)
            {
                errors.Required($"{path}.name");
            }
            else
            {
                errors.EachInvalid($"{path}.name", name, NameRules.EnvironmentVariable(name));
            }

            if (variables[index].ValueFrom is { } source)
            {
                CheckSource($"{path}.valueFrom", source, !string.IsNullOrEmpty(variables[index].Value), errors);
            }
        }
    }

    private static void CheckSource(string field, EnvVarSource source, bool hasValue, FieldErrors errors)
    {
        if (source.FieldRef is { } fieldRef)
        {
            CheckFieldRef($"{field}.fieldRef", fieldRef, errors);
        }

        CheckResource($"{field}.resourceFieldRef", source.ResourceFieldRef, errors);
        CheckKey($"{field}.configMapKeyRef", source.ConfigMapKeyRef, errors);
        CheckKey($"{field}.secretKeyRef", source.SecretKeyRef, errors);
        int sources = (source.FieldRef is null ? 0 : 1) + (source.ResourceFieldRef is null ? 0 : 1) + (source.ConfigMapKeyRef is null ? 0 : 1)
            + (source.SecretKeyRef is null ? 0 : 1) + (source.FileKeyRef is null ? 0 : 1);
        if (sources == 0)
        {
            errors.Invalid(field, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`");
        }
        else if (hasValue)
        {
            errors.Invalid(field, "", "may not be specified when `value` is not empty");
        }
        else if (sources > 1)
        {
            errors.Invalid(field, "", "may not have more than one field specified at a time");
        }
    }

    private static void CheckFieldRef(string field, ObjectFieldSelector selector, FieldErrors errors)
    {
        string path = selector.FieldPath ?? "";
        if (string.IsNullOrEmpty(selector.ApiVersion))
        {
            errors.Required($"{field}.apiVersion");
        }
        else if (path.Length == 0)
        {
            errors.Required($"{field}.fieldPath");
        }
        else if (selector.ApiVersion != "v1")
        {
            errors.Invalid($"{field}.fieldPath", path, $"error converting fieldPath: unsupported pod version: {selector.ApiVersion}");
        }
        else if (Subscript(path) is var (map, key))
        {
            CheckSubscript(field, path, map, key, errors);
        }
        else if (path == "spec.host")
        {
            // An old name that the API server still translates.
        }
        else if (!FieldPaths.Contains(path) && path is not ("metadata.annotations" or "metadata.labels" or "status.phase" or "spec.restartPolicy" or "spec.schedulerName"))
        {
            errors.Invalid($"{field}.fieldPath", path, $"error converting fieldPath: field label not supported: {path}");
        }
        else if (!FieldPaths.Contains(path))
        {
            errors.NotSupported($"{field}.fieldPath", path, FieldPaths);
        }
    }

    private static void CheckSubscript(string field, string path, string map, string key, FieldErrors errors)
    {
        switch (map)
        {
            case "metadata.labels":
                errors.EachInvalid(field, key, NameRules.QualifiedName(key));
                break;
            case "metadata.annotations":
                errors.EachInvalid(field, key, NameRules.QualifiedName(key.ToLowerInvariant()));
                break;
            default:
                errors.Invalid($"{field}.fieldPath", path, $"error converting fieldPath: field label does not support subscript: {path}");
                break;
        }
    }

    /// <summary><c>metadata.labels['k']</c> as map and key.</summary>
    private static (string Map, string Key)? Subscript(string path)
    {
        int open = path.IndexOf("['", StringComparison.Ordinal);
        return open > 0 && path.EndsWith("']", StringComparison.Ordinal) && path.Length >= open + 4 ? (path[..open], path[(open + 2)..^2]) : null;
    }

    private static void CheckResource(string field, JsonElement? selector, FieldErrors errors)
    {
        if (selector is not { } reference)
        {
            return;
        }

        string resource = reference.Text("resource");
        if (resource.Length == 0)
        {
            errors.Required($"{field}.resource");
        }
        else if (!Resources.Contains(resource) && !resource.StartsWith("limits.hugepages-", StringComparison.Ordinal)
            && !resource.StartsWith("requests.hugepages-", StringComparison.Ordinal))
        {
            errors.NotSupported($"{field}.resource", resource, Resources);
        }
    }

    private static void CheckKey(string field, JsonElement? selector, FieldErrors errors)
    {
        if (selector is not { } reference)
        {
            return;
        }

        string name = reference.Text("name");
        string key = reference.Text("key");
        errors.EachInvalid($"{field}.name", name, NameRules.DnsSubdomain(name));
        if (key.Length == 0)
        {
            errors.Required($"{field}.key");
        }
        else
        {
            errors.EachInvalid($"{field}.key", key, NameRules.ConfigKey(key));
        }
    }
}

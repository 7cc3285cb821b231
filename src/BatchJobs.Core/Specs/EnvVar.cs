using System.Text.Json;

namespace BatchJobs.Specs;

/// <summary>An environment variable.</summary>
/// <remarks>Kubernetes: <c>core/v1 EnvVar</c>.</remarks>
public sealed record EnvVar
{
    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The value; <c>$(NAME)</c> stands for a variable defined before.</summary>
    public string? Value { get; init; }

    /// <summary>Where the value comes from instead.</summary>
    public EnvVarSource? ValueFrom { get; init; }
}

/// <summary>Where the value of an environment variable comes from; exactly one member is set.</summary>
/// <remarks>Kubernetes: <c>core/v1 EnvVarSource</c>.</remarks>
public sealed record EnvVarSource
{
    /// <summary>A field of the pod.</summary>
    public ObjectFieldSelector? FieldRef { get; init; }

    /// <summary>A resource of the container; carried as it was written.</summary>
    public JsonElement? ResourceFieldRef { get; init; }

    /// <summary>A key of a ConfigMap; carried as it was written.</summary>
    public JsonElement? ConfigMapKeyRef { get; init; }

    /// <summary>A key of a Secret; carried as it was written.</summary>
    public JsonElement? SecretKeyRef { get; init; }

    /// <summary>A key of a file; carried as it was written.</summary>
    public JsonElement? FileKeyRef { get; init; }
}

/// <summary>A field of a pod.</summary>
/// <remarks>Kubernetes: <c>core/v1 ObjectFieldSelector</c>.</remarks>
public sealed record ObjectFieldSelector
{
    /// <summary>The version of the path.</summary>
    /// <value><c>v1</c>.</value>
    public string? ApiVersion { get; init; }

    /// <summary>The path, such as <c>metadata.name</c>.</summary>
    public string? FieldPath { get; init; }
}

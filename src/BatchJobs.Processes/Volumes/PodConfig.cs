using System.Text.Json;
using BatchJobs.Processes.Reading;
using BatchJobs.Validation;

namespace BatchJobs.Processes.Volumes;

/// <summary>The ConfigMaps and Secrets a pod can see.</summary>
/// <param name="source">Who supplies them; null for nobody.</param>
/// <param name="namespace">The namespace of the pod.</param>
internal sealed class PodConfig(IPodConfigSource? source, string @namespace)
{
    /// <summary>Finds what a reference names.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="nameMember">The member that has the name.</param>
    /// <param name="user">Who asks, for the message.</param>
    /// <returns>Keys and values; null for an optional object that does not exist.</returns>
    /// <exception cref="ContainerConfigException">There is no such object, and it is not optional.</exception>
    internal IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? Find(PodConfigKind kind, JsonElement reference, string nameMember, string user)
    {
        var name = reference.Text(nameMember);
        if (source?.Find(kind, @namespace, name) is { } data) return data;
        if (IsOptional(reference)) return null;
        throw Refusal(source is null
            ? $"{user}: {Word(kind)} \"{name}\" not found: processes have none"
            : $"{user}: {Word(kind)} \"{name}\" not found");
    }

    /// <summary>Finds the value a reference to a key names.</summary>
    internal ReadOnlyMemory<byte>? FindKey(PodConfigKind kind, JsonElement reference, string user)
    {
        if (Find(kind, reference, "name", user) is not { } data) return null;
        var key = reference.Text("key");
        if (data.TryGetValue(key, out var value)) return value;
        if (IsOptional(reference)) return null;
        throw Refusal($"{user}: couldn't find key {key} in {(kind == PodConfigKind.Secret ? "Secret" : "ConfigMap")} {@namespace}/{reference.Text("name")}");
    }

    internal static bool IsOptional(JsonElement reference) => reference.Member("optional") is { ValueKind: JsonValueKind.True };

    internal static ContainerConfigException Refusal(string message) => new(ContainerFailures.ConfigError, message);

    private static string Word(PodConfigKind kind) => kind == PodConfigKind.Secret ? "secret" : "configmap";
}

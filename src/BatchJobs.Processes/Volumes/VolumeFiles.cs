using System.Text;
using System.Text.Json;
using BatchJobs.Execution;
using BatchJobs.Processes.Reading;
using BatchJobs.Validation;

namespace BatchJobs.Processes.Volumes;

/// <summary>What is in the volumes that come from ConfigMaps, Secrets and the pod itself.</summary>
internal static class VolumeFiles
{
    private const long DefaultMode = 420; // 0644

    /// <exception cref="ContainerConfigException">Something that is not optional does not exist.</exception>
    internal static IReadOnlyList<VolumeFile> Of(PodStartRequest pod, string kind, JsonElement source, PodConfig config, string user)
    {
        var mode = source.Number("defaultMode") ?? DefaultMode;
        return kind switch
        {
            "configMap" => OfObject(config.Find(PodConfigKind.ConfigMap, source, "name", user), source, mode, user),
            "secret" => OfObject(config.Find(PodConfigKind.Secret, source, "secretName", user), source, mode, user),
            "downwardAPI" => OfPod(pod, source, mode, user),
            "projected" => [.. source.Items("sources").SelectMany(part => OfProjection(pod, part, mode, config, user))],
            _ => throw PodConfig.Refusal($"{user}: processes have no volumes of the kind {kind}"),
        };
    }

    private static VolumeFile[] OfProjection(PodStartRequest pod, JsonElement part, long mode, PodConfig config, string user)
    {
        var source = part.EnumerateObject().First();
        return source.Name switch
        {
            "configMap" => OfObject(config.Find(PodConfigKind.ConfigMap, source.Value, "name", user), source.Value, mode, user),
            "secret" => OfObject(config.Find(PodConfigKind.Secret, source.Value, "name", user), source.Value, mode, user),
            "downwardAPI" => OfPod(pod, source.Value, mode, user),
            _ => throw PodConfig.Refusal($"{user}: processes have no volumes of the kind {source.Name}"),
        };
    }

    private static VolumeFile[] OfObject(IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? data, JsonElement source, long mode, string user)
    {
        if (data is null) return [];
        if (source.Member("items") is null) return [.. data.Select(entry => new VolumeFile(entry.Key, entry.Value, (UnixFileMode)mode))];
        var files = new List<VolumeFile>();
        foreach (var item in source.Items("items"))
        {
            if (data.TryGetValue(item.Text("key"), out var value)) files.Add(File(item, value, mode, user));
            else if (!PodConfig.IsOptional(source)) throw PodConfig.Refusal($"{user}: references non-existent config key: {item.Text("key")}");
        }

        return [.. files];
    }

    private static VolumeFile[] OfPod(PodStartRequest pod, JsonElement source, long mode, string user) =>
    [
        .. source.Items("items").Select(item => File(item, Encoding.UTF8.GetBytes(Field(pod, item, user)), mode, user)),
    ];

    private static string Field(PodStartRequest pod, JsonElement item, string user)
    {
        var path = item.Member("fieldRef")?.Text("fieldPath");
        return PodFields.ReadMap(pod, path) ?? PodFields.Read(pod, path)
            ?? throw PodConfig.Refusal($"{user}: field \"{path ?? item.Member("resourceFieldRef")?.Text("resource")}\" does not exist for processes");
    }

    private static VolumeFile File(JsonElement item, ReadOnlyMemory<byte> content, long mode, string user)
    {
        var path = item.Text("path");
        if (Path.IsPathRooted(path) || path.Split('/').Contains("..")) throw PodConfig.Refusal($"{user}: path \"{path}\" leaves the volume");
        return new VolumeFile(path, content, (UnixFileMode)(item.Number("mode") ?? mode));
    }
}

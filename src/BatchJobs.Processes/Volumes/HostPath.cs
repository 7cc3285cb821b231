using System.Text.Json;
using BatchJobs.Processes.Reading;
using BatchJobs.Validation;

namespace BatchJobs.Processes.Volumes;

/// <summary>A path of this machine as a volume.</summary>
/// <remarks>Kubernetes: <c>core/v1 HostPathVolumeSource</c>.</remarks>
internal static class HostPath
{
    /// <returns>The path, which is what its type says.</returns>
    /// <exception cref="ContainerConfigException">It is not.</exception>
    internal static string Check(JsonElement source)
    {
        var (path, type) = (source.Text("path"), source.Text("type"));
        if (type == "DirectoryOrCreate") Directory.CreateDirectory(path);
        if (type == "FileOrCreate" && !File.Exists(path)) File.Create(path).Dispose();
        var isRight = type switch
        {
            "" => true,
            "Directory" or "DirectoryOrCreate" => Directory.Exists(path),
            "File" or "FileOrCreate" => File.Exists(path) && !Directory.Exists(path),
            _ => Path.Exists(path), // sockets and devices
        };
        return isRight ? path : throw PodConfig.Refusal($"hostPath type check failed: {path} is not a {type}");
    }
}

using BatchJobs.Execution;
using BatchJobs.Processes.Reading;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Volumes;

/// <summary>The volumes of a pod as folders of this machine, made when the first container needs them and gone with the pod.</summary>
/// <param name="pod">The pod.</param>
/// <param name="root">Where the files of pods go; made when needed.</param>
/// <param name="config">ConfigMaps and Secrets.</param>
internal sealed class PodVolumes(PodStartRequest pod, string root, PodConfig config)
{
    private readonly Lock gate = new();
    private Dictionary<string, string>? paths;

    private string Folder => System.IO.Path.Combine(root, NameOf(pod.Uid));

    /// <summary>Where a container finds its mounts: from the path it knows to the one that exists.</summary>
    /// <exception cref="ContainerConfigException">A volume can't be had here.</exception>
    internal MountMap Mount(Container container)
    {
        if (container.VolumeMounts is null) return MountMap.Empty;
        var mounts = VolumeMountSpec.ReadAll(container.VolumeMounts).ToArray();
        if (mounts.Length == 0) return MountMap.Empty;
        lock (gate) return new MountMap([.. mounts.Select(mount => new KeyValuePair<string, string>(mount.MountPath.TrimEnd('/'), Path(mount)))]);
    }

    /// <summary>The pod has ended: nobody needs them any longer.</summary>
    internal void Remove()
    {
        if (pod.Spec.Volumes is null) return;
        lock (gate) FileTree.Remove(Folder);
    }

    /// <summary>Removes what an application that was killed left behind of its pods.</summary>
    /// <param name="root">Where the files of pods are.</param>
    /// <param name="pods">The pods that are still somebody's.</param>
    internal static void RemoveOthers(string root, IEnumerable<Guid> pods)
    {
        if (!Directory.Exists(root)) return;
        var kept = pods.Select(NameOf).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories(root).Where(folder => !kept.Contains(System.IO.Path.GetFileName(folder)))) FileTree.Remove(folder);
    }

    private static string NameOf(Guid pod) => pod.ToString("N");

    private string Path(VolumeMountSpec mount)
    {
        paths ??= new(StringComparer.Ordinal);
        if (!paths.TryGetValue(mount.Volume, out var path)) paths[mount.Volume] = path = Make(mount.Volume);
        if (mount.SubPath.Length == 0) return path;
        if (mount.SubPath.Split('/').Contains("..")) throw PodConfig.Refusal($"volume \"{mount.Volume}\": subPath \"{mount.SubPath}\" leaves the volume");
        var part = System.IO.Path.Combine(path, mount.SubPath);
        if (!System.IO.Path.Exists(part)) Directory.CreateDirectory(part);
        return part;
    }

    private string Make(string name)
    {
        var volume = VolumeSpec.ReadAll(pod.Spec.Volumes).FirstOrDefault(volume => volume.Name == name)
            ?? throw PodConfig.Refusal($"volume \"{name}\" not found");
        if (volume.Kind == "hostPath") return HostPath.Check(volume.Source);
        var path = System.IO.Path.Combine(Folder, "volumes", name);
        try
        {
            var files = volume.Kind == "emptyDir" ? [] : VolumeFiles.Of(pod, volume.Kind, volume.Source, config, $"volume \"{name}\"");
            FileTree.Make(Folder, FileTree.Passage); // others may run as another user
            FileTree.Make(path, volume.Kind == "emptyDir" ? FileTree.Shared : FileTree.Readable);
            foreach (var file in files) FileTree.Write(path, file);
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw PodConfig.Refusal($"volume \"{name}\": {error.Message}");
        }
    }
}

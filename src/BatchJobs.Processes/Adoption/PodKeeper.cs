using System.Globalization;
using System.Text.Json;
using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.Processes.Adoption;

/// <summary>Saves pods so that they survive the application, one file each.</summary>
/// <remarks>A file is replaced as a whole. It need not survive the machine: neither do the processes.</remarks>
/// <param name="folder">Where the files are.</param>
/// <param name="adopts">Whether pods are saved and taken over; otherwise those found are only told to be lost.</param>
/// <param name="failed">Told of what could not be saved: the pod goes on all the same.</param>
internal sealed class PodKeeper(string folder, bool adopts, Action<Exception> failed)
{
    /// <summary>Saves a pod as it is; called before its status is told to anybody.</summary>
    internal void Save(PodStartRequest pod, PodStatus status, IEnumerable<SavedProcess> processes)
    {
        if (!adopts) return;
        Telling(() =>
        {
            var path = PathOf(pod.Id);
            var fresh = path + ".new";
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(fresh, JsonSerializer.SerializeToUtf8Bytes(SavedPod.Of(pod, status, processes), SavedPodJson.Default.SavedPod));
            File.Move(fresh, path, overwrite: true);
        });
    }

    /// <summary>The outcome of the pod is known to whoever asked for it.</summary>
    internal void Forget(PodId pod) => Telling(() =>
    {
        var path = PathOf(pod);
        if (File.Exists(path)) File.Delete(path);
    });

    /// <summary>Reads what a former application saved.</summary>
    internal IReadOnlyList<SavedPod> ReadAll()
    {
        if (!Directory.Exists(folder)) return [];
        var pods = Directory.EnumerateFiles(folder, "*.json").Select(Read).OfType<SavedPod>();
        return [.. adopts ? pods : pods.Select(pod => pod with { Processes = [] })];
    }

    private static SavedPod? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), SavedPodJson.Default.SavedPod);
        }
        catch (JsonException)
        {
            return null; // of another version, or the machine went down while it was written
        }
    }

    private void Telling(Action change)
    {
        try
        {
            change();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            failed(error);
        }
    }

    private string PathOf(PodId pod) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{pod.JobUid:N}.{pod.Ordinal}.json"));
}

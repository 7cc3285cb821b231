namespace BatchJobs.Processes.Volumes;

/// <summary>From the paths a manifest uses to those that exist: without a file system of its own a container can't have the former.</summary>
/// <param name="mounts">Mount paths without a slash at the end, and what they stand for.</param>
internal sealed class MountMap(IReadOnlyList<KeyValuePair<string, string>> mounts)
{
    internal static MountMap Empty { get; } = new([]);

    /// <summary>The mount paths and what they stand for.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Mounts { get; } = mounts;

    /// <summary>Adds a path.</summary>
    internal MountMap With(string path, string actual) => new([.. Mounts, new(path, actual)]);

    /// <summary>Replaces a text that is a mount path, or begins with one and a slash; the longest wins.</summary>
    internal string Resolve(string text)
    {
        KeyValuePair<string, string>? best = null;
        foreach (var mount in Mounts)
        {
            var (path, _) = mount;
            var fits = text.StartsWith(path, StringComparison.Ordinal) && (text.Length == path.Length || text[path.Length] == '/');
            if (fits && (best is null || path.Length > best.Value.Key.Length)) best = mount;
        }

        return best is { } found ? found.Value + text[found.Key.Length..] : text;
    }
}

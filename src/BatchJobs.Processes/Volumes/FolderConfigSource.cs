namespace BatchJobs.Processes.Volumes;

/// <summary>Takes ConfigMaps and Secrets from folders: each is a folder whose files are its keys.</summary>
/// <remarks>
/// The folders are <c>configmaps/NAMESPACE/NAME</c> and <c>secrets/NAMESPACE/NAME</c>. Files whose name starts with a dot are no keys.
/// </remarks>
/// <param name="root">The folder that has <c>configmaps</c> and <c>secrets</c>.</param>
public sealed class FolderConfigSource(string root) : IPodConfigSource
{
    /// <inheritdoc />
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? Find(PodConfigKind kind, string @namespace, string name)
    {
        if (!IsName(@namespace) || !IsName(name)) return null;
        var folder = Path.Combine(root, kind == PodConfigKind.Secret ? "secrets" : "configmaps", @namespace, name);
        if (!Directory.Exists(folder)) return null;
        return Directory.EnumerateFiles(folder)
            .Where(path => !Path.GetFileName(path).StartsWith('.'))
            .ToDictionary(path => Path.GetFileName(path), path => new ReadOnlyMemory<byte>(File.ReadAllBytes(path)), StringComparer.Ordinal);
    }

    // What can't be the name of an object must not lead to a folder.
    private static bool IsName(string name) => name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.') && name[0] != '.';
}

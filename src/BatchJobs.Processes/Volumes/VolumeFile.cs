namespace BatchJobs.Processes.Volumes;

/// <summary>A file of a volume.</summary>
/// <param name="Path">Where it is in the volume.</param>
/// <param name="Content">What is in it.</param>
/// <param name="Mode">Who may do what with it.</param>
internal sealed record VolumeFile(string Path, ReadOnlyMemory<byte> Content, UnixFileMode Mode);

/// <summary>Makes folders and files with exactly the permissions that are asked for, and removes them.</summary>
internal static class FileTree
{
    internal const UnixFileMode Passage =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    internal const UnixFileMode Readable = Passage | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    internal const UnixFileMode Shared = Readable | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    internal static void Make(string folder, UnixFileMode mode)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, mode);
    }

    /// <summary>Removes a folder if it is there; what can't be removed stays for whoever cleans up after us.</summary>
    internal static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Files of another user, or a program that still writes.
        }
    }

    internal static void Write(string folder, VolumeFile file)
    {
        var path = Path.Combine(folder, file.Path);
        var parent = Path.GetDirectoryName(path)!;
        if (parent != folder) Make(parent, Readable);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // until it has all its bytes
        using (var stream = new FileStream(path, options))
        {
            stream.Write(file.Content.Span);
        }

        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, file.Mode);
    }
}

using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Reading;
using BatchJobs.Processes.Unix;

namespace BatchJobs.Processes.Commands;

/// <summary>Finds the program a container names, in the container's own PATH.</summary>
internal static class ProgramPath
{
    private const int Executable = 1;

    // What Windows itself starts; scripts need the program that reads them.
    private static readonly string[] Extensions = OperatingSystem.IsWindows() ? ["", ".exe", ".com"] : [""];

    /// <returns>A path that can be executed.</returns>
    /// <exception cref="ContainerConfigException">There is none; the message says why, as a container runtime would.</exception>
    internal static string Find(string program, string path, string? directory)
    {
        if (!program.Contains('/', StringComparison.Ordinal) && !program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)) return Search(program, path, directory);
        var target = directory is null ? program : Path.Combine(directory, program);
        if (Directory.Exists(target)) throw NotFound(program, "is a directory");
        if (OperatingSystem.IsWindows()) return File.Exists(target) ? program : throw NotFound(program, "no such file or directory");
        return Libc.Access(target, Executable) == 0 ? program : throw NotFound(program, PosixException.Last().Message);
    }

    /// <summary>The failure of a program that was found and could not be started.</summary>
    internal static ContainerConfigException NotStarted(string program, LaunchException error) => NotFound(program, error.Message);

    internal static ContainerConfigException NotStarted(string message) =>
        new(ContainerFailures.StartError, $"unable to start container process: {message}");

    private static string Search(string program, string path, string? directory)
    {
        foreach (var folder in path.Split(Path.PathSeparator))
        {
            foreach (var extension in Extensions)
            {
                // An empty entry is the working directory.
                var candidate = Path.Combine(folder.Length == 0 ? "." : folder, program + extension);
                var target = directory is null ? candidate : Path.Combine(directory, candidate);
                if (File.Exists(target) && (OperatingSystem.IsWindows() || Libc.Access(target, Executable) == 0)) return candidate;
            }
        }

        throw NotFound(program, "executable file not found in $PATH");
    }

    private static ContainerConfigException NotFound(string program, string why) => NotStarted($"exec: \"{program}\": {why}");
}

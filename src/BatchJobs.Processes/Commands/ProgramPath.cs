using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Reading;
using BatchJobs.Processes.Unix;

namespace BatchJobs.Processes.Commands;

/// <summary>Finds the program a container names, in the container's own PATH.</summary>
internal static class ProgramPath
{
    private const int Executable = 1;
    private const string IsDirectory = "is a directory";

    // What Windows itself starts; scripts need the program that reads them.
    private static readonly string[] Extensions = OperatingSystem.IsWindows() ? ["", ".exe", ".com"] : [""];

    /// <returns>A path to be executed.</returns>
    /// <exception cref="ContainerConfigException">There is none; the message says why, as a container runtime would.</exception>
    internal static string Find(string program, string path, string? directory)
    {
        if (!program.Contains('/', StringComparison.Ordinal) && !program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)) return Search(program, path, directory);

        // Whether the program can be executed is found out by executing it.
        if (!OperatingSystem.IsWindows()) return program;
        var target = directory is null ? program : Path.Combine(directory, program);
        return File.Exists(target) ? program : throw NotFound(program, Directory.Exists(target) ? IsDirectory : "no such file or directory");
    }

    /// <summary>The failure of a program that was found and could not be started.</summary>
    /// <param name="program">What the container names.</param>
    /// <param name="request">What was to be started.</param>
    /// <param name="error">What the system says of it, which is less than could be said of a directory.</param>
    internal static ContainerConfigException NotStarted(string program, SpawnRequest request, LaunchException error) =>
        NotFound(program, Directory.Exists(Path.Combine(request.WorkingDirectory ?? "", request.Path)) ? IsDirectory : error.Message);

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

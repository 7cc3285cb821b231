using BatchJobs.Execution;
using BatchJobs.Processes.Posix;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Commands;

/// <summary>Turns the spec of a container into a program to start.</summary>
internal static class ContainerCommand
{
    /// <summary>Builds the command line, the environment and the working directory, and finds the program.</summary>
    /// <exception cref="ContainerConfigException">The spec can't be followed here, or there is no such program.</exception>
    internal static SpawnRequest Build(
        PodStartRequest pod,
        Container container,
        IReadOnlyDictionary<string, string> inherited,
        string? defaultDirectory)
    {
        var own = ContainerEnvironment.Resolve(pod, container);
        var arguments = new List<string>();
        foreach (var part in (container.Command ?? []).Concat(container.Args ?? [])) arguments.Add(VariableExpansion.Expand(part, own));
        if (container.Command is not { Count: > 0 }) throw NoCommand(container);

        var environment = new Dictionary<string, string>(inherited, StringComparer.Ordinal) { ["HOSTNAME"] = PodHostname.Of(pod) };
        foreach (var (name, value) in own) environment[name] = value;

        var directory = string.IsNullOrEmpty(container.WorkingDir) ? defaultDirectory : container.WorkingDir;
        var entries = environment.Select(variable => $"{variable.Key}={variable.Value}").ToArray();
        RefuseNull(arguments.Concat(entries).Append(directory));
        if (directory is not null && !Directory.Exists(directory)) throw ProgramPath.NotStarted($"chdir to cwd (\"{directory}\") failed: no such file or directory");
        return new SpawnRequest(ProgramPath.Find(arguments[0], environment["PATH"], directory), arguments, entries, directory);
    }

    private static ContainerConfigException NoCommand(Container container) =>
        new(
            ContainerFailures.CreateError,
            $"no command specified: container \"{container.Name}\" needs a command, image \"{container.Image}\" names no program for processes");

    // C strings end there: the program would get something else than was asked for.
    private static void RefuseNull(IEnumerable<string?> texts)
    {
        if (texts.Any(text => text?.Contains('\0', StringComparison.Ordinal) == true))
        {
            throw new ContainerConfigException(ContainerFailures.CreateError, "invalid argument: a null character in command, args, env or workingDir");
        }
    }
}

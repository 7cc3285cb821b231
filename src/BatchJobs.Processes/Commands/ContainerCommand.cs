using BatchJobs.Execution;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Leftovers;
using BatchJobs.Processes.Reading;
using BatchJobs.Processes.Volumes;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Commands;

/// <summary>Turns the spec of a container into a program to start.</summary>
/// <param name="pod">The pod.</param>
/// <param name="inherited">What every container finds in its environment.</param>
/// <param name="defaultDirectory">Where containers without <c>workingDir</c> start; null for here.</param>
/// <param name="config">ConfigMaps and Secrets.</param>
/// <param name="volumes">The volumes of the pod.</param>
/// <param name="launcher">What will start the program.</param>
internal sealed class ContainerCommand(
    PodStartRequest pod,
    InheritedEnvironment inherited,
    string? defaultDirectory,
    PodConfig config,
    PodVolumes volumes,
    IProcessLauncher launcher)
{
    /// <summary>The variable that says where a program can write its termination message.</summary>
    internal const string TerminationVariable = "BATCHJOBS_TERMINATION_LOG";

    /// <summary>Builds the command line, the environment and the working directory, and finds the program.</summary>
    /// <param name="container">The container.</param>
    /// <param name="marker">What its processes carry.</param>
    /// <param name="exec">A program to run beside the container's own, as a probe or hook; null for its own.</param>
    /// <exception cref="ContainerConfigException">The spec can't be followed here, or there is no such program.</exception>
    internal SpawnRequest Build(Container container, string marker, IReadOnlyList<string>? exec = null)
    {
        var own = ContainerEnvironment.Resolve(pod, container, config);
        if (container.Command is not { Count: > 0 } command) throw NoCommand(container);
        var mounts = volumes.Mount(container);
        var message = launcher.NewMessagePath();
        if (!string.IsNullOrEmpty(container.TerminationMessagePath)) mounts = mounts.With(container.TerminationMessagePath, message);

        var arguments = new List<string>((exec ?? command).Count + (container.Args?.Count ?? 0));
        foreach (var part in exec ?? command) arguments.Add(mounts.Resolve(VariableExpansion.Expand(part, own)));
        foreach (var part in exec is null ? container.Args ?? [] : []) arguments.Add(mounts.Resolve(VariableExpansion.Expand(part, own)));

        var environment = Environment(own, marker, message, mounts);
        var directory = string.IsNullOrEmpty(container.WorkingDir) ? defaultDirectory : mounts.Resolve(container.WorkingDir);
        RefuseNull(arguments);
        RefuseNull(environment);
        if (directory is not null && !Directory.Exists(directory)) throw ProgramPath.NotStarted($"chdir to cwd (\"{directory}\") failed: no such file or directory");
        var path = own.TryGetValue("PATH", out var value) ? mounts.Resolve(value) : inherited.Path;
        return new SpawnRequest(ProgramPath.Find(arguments[0], path, directory), arguments, environment, directory)
        {
            Marker = marker,
            IsBeside = exec is not null,
            MessagePath = message,
            User = UserSpec.Read(pod.Spec, container, launcher.Host.Users),
        };
    }

    private List<string> Environment(Dictionary<string, string> own, string marker, string message, MountMap mounts)
    {
        var variables = new Dictionary<string, string>(own.Count + 3, StringComparer.Ordinal) { ["HOSTNAME"] = PodHostname.Of(pod), [TerminationVariable] = message };
        foreach (var (name, text) in own) variables[name] = mounts.Resolve(text);
        variables[ProcessMarkers.Variable] = marker;

        var entries = new List<string>(variables.Count + 9);
        inherited.AddTo(entries, variables);
        foreach (var (name, text) in variables) entries.Add($"{name}={text}");
        return entries;
    }

    private static ContainerConfigException NoCommand(Container container) =>
        new(
            ContainerFailures.CreateError,
            $"no command specified: container \"{container.Name}\" needs a command, image \"{container.Image}\" names no program for processes");

    // C strings end there: the program would get something else than was asked for.
    private static void RefuseNull(List<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Contains('\0', StringComparison.Ordinal))
            {
                throw new ContainerConfigException(ContainerFailures.CreateError, "invalid argument: a null character in command, args or env");
            }
        }
    }
}

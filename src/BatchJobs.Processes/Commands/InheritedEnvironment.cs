namespace BatchJobs.Processes.Commands;

/// <summary>What containers get of the environment of this process.</summary>
internal sealed class InheritedEnvironment
{
    internal static readonly string DefaultPath =
        OperatingSystem.IsWindows() ? Environment.SystemDirectory : "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private readonly KeyValuePair<string, string>[] entries;

    private InheritedEnvironment(Dictionary<string, string> variables)
    {
        Path = variables["PATH"];
        entries = [.. variables.Select(variable => KeyValuePair.Create(variable.Key, $"{variable.Key}={variable.Value}"))];
    }

    /// <summary>Where programs are looked for unless the container says otherwise.</summary>
    internal string Path { get; }

    /// <summary>Takes the named variables, as far as they exist; <c>PATH</c> always does.</summary>
    internal static InheritedEnvironment Take(IEnumerable<string> names)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = DefaultPath };
        foreach (var name in names)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value) variables[name] = value;
        }

        return new InheritedEnvironment(variables);
    }

    /// <summary>Adds the entries <c>NAME=value</c> of all variables that a container does not set itself.</summary>
    internal void AddTo(List<string> environment, IReadOnlyDictionary<string, string> own)
    {
        foreach (var (name, entry) in entries)
        {
            if (!own.ContainsKey(name)) environment.Add(entry);
        }
    }
}

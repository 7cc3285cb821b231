namespace BatchJobs.Processes.Commands;

/// <summary>What containers get of the environment of this process.</summary>
internal static class InheritedEnvironment
{
    internal const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Takes the named variables, as far as they exist; <c>PATH</c> always does.</summary>
    internal static IReadOnlyDictionary<string, string> Take(IEnumerable<string> names)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = DefaultPath };
        foreach (var name in names)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value) variables[name] = value;
        }

        return variables;
    }
}

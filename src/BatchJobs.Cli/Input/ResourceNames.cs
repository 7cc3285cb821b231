namespace BatchJobs.Cli.Input;

/// <summary>What a command can be about.</summary>
internal enum ResourceKind
{
    /// <summary>A Job.</summary>
    Job,

    /// <summary>A CronJob.</summary>
    CronJob,

    /// <summary>A pod of a Job.</summary>
    Pod,
}

/// <summary>What the user named.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name; null for all of the kind.</param>
internal readonly record struct ResourceName(ResourceKind Kind, string? Name);

/// <summary>Names as kubectl takes them: <c>job NAME</c>, <c>job/NAME cronjob/NAME</c>, <c>jobs</c>, or a bare <c>NAME</c> of a Job.</summary>
internal static class ResourceNames
{
    private static readonly Dictionary<string, ResourceKind> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["job"] = ResourceKind.Job,
        ["jobs"] = ResourceKind.Job,
        ["job.batch"] = ResourceKind.Job,
        ["jobs.batch"] = ResourceKind.Job,
        ["cronjob"] = ResourceKind.CronJob,
        ["cronjobs"] = ResourceKind.CronJob,
        ["cj"] = ResourceKind.CronJob,
        ["cronjob.batch"] = ResourceKind.CronJob,
        ["cronjobs.batch"] = ResourceKind.CronJob,
        ["pod"] = ResourceKind.Pod,
        ["pods"] = ResourceKind.Pod,
        ["po"] = ResourceKind.Pod,
    };

    /// <summary>Reads names.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="usual">The kind of a bare name.</param>
    /// <exception cref="BadInputException">There is no such kind.</exception>
    public static IReadOnlyList<ResourceName> Parse(IReadOnlyList<string> arguments, ResourceKind usual = ResourceKind.Job)
    {
        if (arguments is [var first, ..] && first.Split(',').All(Words.ContainsKey))
        {
            ResourceKind[] kinds = [.. first.Split(',').Select(word => Words[word])];
            return arguments.Count == 1
                ? [.. kinds.Select(kind => new ResourceName(kind, null))]
                : [.. arguments.Skip(1).SelectMany(name => kinds.Select(kind => One(name, kind)))];
        }

        return [.. arguments.Select(argument => One(argument, usual))];
    }

    /// <summary>The name as kubectl prints it.</summary>
    public static string Display(this ResourceKind kind, string? name) => $"{kind switch
    {
        ResourceKind.Job => "job.batch",
        ResourceKind.CronJob => "cronjob.batch",
        _ => "pod",
    }}/{name}";

    private static ResourceName One(string argument, ResourceKind usual) => argument.Split('/') switch
    {
        [var name] => new ResourceName(usual, name),
        [var word, { Length: > 0 } name] when Words.TryGetValue(word, out ResourceKind kind) => new ResourceName(kind, name),
        _ => throw new BadInputException($"\"{argument}\" names nothing; write job/NAME, cronjob/NAME, pod/NAME, or a kind and then names: job NAME"),
    };
}

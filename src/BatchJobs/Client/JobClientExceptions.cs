using BatchJobs.Primitives;

namespace BatchJobs.Client;

/// <summary>There is no such Job, or no such pod of it.</summary>
/// <param name="key">The Job.</param>
/// <param name="podName">The pod, if the Job was found.</param>
public sealed class JobNotFoundException(JobKey key, string? podName = null)
    : Exception(podName is null ? $"jobs.batch \"{key.Name}\" not found" : $"pods \"{podName}\" not found")
{
    /// <summary>The Job.</summary>
    public JobKey Key { get; } = key;

    /// <summary>The pod, if the Job was found.</summary>
    public string? PodName { get; } = podName;
}

/// <summary>The name of a new Job is taken.</summary>
/// <param name="key">The Job.</param>
public sealed class JobAlreadyExistsException(JobKey key)
    : Exception($"jobs.batch \"{key.Name}\" already exists")
{
    /// <summary>The Job.</summary>
    public JobKey Key { get; } = key;
}

/// <summary>A Job was changed by somebody else since it was read.</summary>
/// <param name="key">The Job.</param>
public sealed class JobConflictException(JobKey key)
    : Exception($"Operation cannot be fulfilled on jobs.batch \"{key.Name}\": the object has been modified; please apply your changes to the latest version and try again")
{
    /// <summary>The Job.</summary>
    public JobKey Key { get; } = key;
}

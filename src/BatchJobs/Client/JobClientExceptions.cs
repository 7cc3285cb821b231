using BatchJobs.Primitives;

namespace BatchJobs.Client;

/// <summary>There is no such Job or CronJob, or no such pod of it.</summary>
/// <param name="key">The Job or CronJob.</param>
/// <param name="resource">What was looked for, in Kubernetes' plural: <c>jobs</c>, <c>cronjobs</c> or <c>pods</c>.</param>
/// <param name="podName">The pod, if the Job was found.</param>
public sealed class JobNotFoundException(JobKey key, string resource = "jobs", string? podName = null)
    : Exception(podName is null ? $"{resource}.batch \"{key.Name}\" not found" : $"pods \"{podName}\" not found")
{
    /// <summary>The Job or CronJob.</summary>
    public JobKey Key { get; } = key;

    /// <summary>What was looked for, in Kubernetes' plural.</summary>
    public string Resource { get; } = resource;

    /// <summary>The pod, if the Job was found.</summary>
    public string? PodName { get; } = podName;
}

/// <summary>The name of a new Job or CronJob is taken.</summary>
/// <param name="key">The Job or CronJob.</param>
/// <param name="resource">What was to be created, in Kubernetes' plural: <c>jobs</c> or <c>cronjobs</c>.</param>
public sealed class JobAlreadyExistsException(JobKey key, string resource = "jobs")
    : Exception($"{resource}.batch \"{key.Name}\" already exists; wait for that one (an engine with a store still has those of earlier runs), delete it first, or set GenerateName instead of Name")
{
    /// <summary>The Job or CronJob.</summary>
    public JobKey Key { get; } = key;

    /// <summary>What was to be created, in Kubernetes' plural.</summary>
    public string Resource { get; } = resource;
}

/// <summary>A Job or CronJob was changed by somebody else since it was read.</summary>
/// <param name="key">The Job or CronJob.</param>
/// <param name="message">The API server's message.</param>
public sealed class JobConflictException(JobKey key, string? message)
    : Exception(message)
{
    /// <summary>The Job or CronJob.</summary>
    public JobKey Key { get; } = key;
}

/// <summary>A watch can't go on from so old a resource version: list the Jobs again and watch from there.</summary>
/// <param name="resourceVersion">The version.</param>
/// <param name="message">The API server's message.</param>
/// <remarks>Kubernetes: status 410, reason <c>Expired</c>.</remarks>
public sealed class WatchExpiredException(string resourceVersion, string message) : Exception(message)
{
    /// <summary>The version.</summary>
    public string ResourceVersion { get; } = resourceVersion;
}

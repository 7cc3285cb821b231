using System.Globalization;
using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs;

/// <summary>The everyday changes of a Job.</summary>
public static class JobClientExtensions
{
    /// <summary>Suspends a Job: its pods are stopped and count as neither succeeded nor failed.</summary>
    /// <param name="client">The client.</param>
    /// <param name="key">The Job.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The Job as stored.</returns>
    public static Task<Job> SuspendAsync(this IJobClient client, JobKey key, CancellationToken cancellationToken = default) =>
        Require(client).PatchAsync(key, """{"spec":{"suspend":true}}""", cancellationToken);

    /// <summary>Resumes a suspended Job; its deadline starts anew.</summary>
    /// <param name="client">The client.</param>
    /// <param name="key">The Job.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The Job as stored.</returns>
    public static Task<Job> ResumeAsync(this IJobClient client, JobKey key, CancellationToken cancellationToken = default) =>
        Require(client).PatchAsync(key, """{"spec":{"suspend":false}}""", cancellationToken);

    /// <summary>Changes how many pods run at once.</summary>
    /// <param name="client">The client.</param>
    /// <param name="key">The Job.</param>
    /// <param name="parallelism">The new number; 0 stops all pods.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The Job as stored.</returns>
    public static Task<Job> ScaleAsync(this IJobClient client, JobKey key, int parallelism, CancellationToken cancellationToken = default) =>
        Require(client).PatchAsync(
            key,
            string.Create(CultureInfo.InvariantCulture, $$$"""{"spec":{"parallelism":{{{parallelism}}}}}"""),
            cancellationToken);

    /// <summary>Changes those fields of a Job that a patch sets.</summary>
    /// <param name="client">The client.</param>
    /// <param name="key">The Job.</param>
    /// <param name="patch">The change.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The Job as stored.</returns>
    /// <exception cref="InvalidObjectException">The change is not allowed; carries every cause.</exception>
    /// <exception cref="JobConflictException">The Job does not have <see cref="JobPatch.ResourceVersion"/> any more.</exception>
    public static Task<Job> PatchAsync(this IJobClient client, JobKey key, JobPatch patch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        return Require(client).PatchAsync(key, patch.ToJson(), cancellationToken);
    }

    private static IJobClient Require(IJobClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client;
    }
}

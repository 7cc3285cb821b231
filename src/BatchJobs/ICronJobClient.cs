using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs;

/// <summary>What can be done with CronJobs, wherever their Jobs run.</summary>
/// <remarks>Safe for use by many threads. Every object handed in is defaulted and validated as the API server of Kubernetes does it.</remarks>
public interface ICronJobClient
{
    /// <summary>Creates a CronJob.</summary>
    /// <param name="cronJob">The CronJob; without namespace it goes to <see cref="JobKey.DefaultNamespace"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The CronJob as stored.</returns>
    /// <exception cref="InvalidObjectException">The CronJob is not valid; carries every cause.</exception>
    /// <exception cref="JobAlreadyExistsException">The name is taken.</exception>
    Task<CronJob> CreateCronJobAsync(CronJob cronJob, CancellationToken cancellationToken = default);

    /// <summary>Gets a CronJob with its present status.</summary>
    /// <param name="key">The CronJob.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The CronJob.</returns>
    /// <exception cref="JobNotFoundException">There is no such CronJob.</exception>
    Task<CronJob> GetCronJobAsync(JobKey key, CancellationToken cancellationToken = default);

    /// <summary>Lists CronJobs, ordered by namespace and name.</summary>
    /// <param name="namespaceName">The namespace; null for all.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The CronJobs.</returns>
    Task<IReadOnlyList<CronJob>> ListCronJobsAsync(string? namespaceName = null, CancellationToken cancellationToken = default);

    /// <summary>Changes a CronJob by a JSON merge patch (RFC 7386); Jobs that exist are not changed.</summary>
    /// <param name="key">The CronJob.</param>
    /// <param name="mergePatch">The patch, such as <c>{"spec":{"suspend":true}}</c>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The CronJob as stored.</returns>
    /// <exception cref="InvalidObjectException">The change is not allowed; carries every cause.</exception>
    /// <exception cref="JobNotFoundException">There is no such CronJob.</exception>
    Task<CronJob> PatchCronJobAsync(JobKey key, string mergePatch, CancellationToken cancellationToken = default);

    /// <summary>Deletes a CronJob.</summary>
    /// <param name="key">The CronJob.</param>
    /// <param name="options">What becomes of its Jobs.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the deletion has been taken.</returns>
    /// <exception cref="JobNotFoundException">There is no such CronJob.</exception>
    Task DeleteCronJobAsync(JobKey key, JobDeleteOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Starts a Job of a CronJob now, as <c>kubectl create job --from=cronjob/NAME</c> does.</summary>
    /// <param name="key">The CronJob.</param>
    /// <param name="jobName">The name of the Job; null for one made up.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The Job.</returns>
    /// <exception cref="JobNotFoundException">There is no such CronJob.</exception>
    /// <exception cref="JobAlreadyExistsException">The name is taken.</exception>
    Task<Job> TriggerCronJobAsync(JobKey key, string? jobName = null, CancellationToken cancellationToken = default);

    /// <summary>Lists the events of a CronJob, oldest first; equal ones are merged, and only the latest are kept.</summary>
    /// <param name="key">The CronJob.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The events.</returns>
    /// <exception cref="JobNotFoundException">There is no such CronJob.</exception>
    Task<IReadOnlyList<JobEventEntry>> ListCronJobEventsAsync(JobKey key, CancellationToken cancellationToken = default);
}

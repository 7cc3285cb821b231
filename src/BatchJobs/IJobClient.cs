using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs;

/// <summary>What can be done with Jobs, wherever they run.</summary>
/// <remarks>Safe for use by many threads. Every object handed in is defaulted and validated as the API server of Kubernetes does it.</remarks>
public interface IJobClient
{
    /// <summary>Creates a Job.</summary>
    /// <param name="job">The Job; without namespace it goes to <see cref="JobKey.DefaultNamespace"/>.</param>
    /// <param name="cancellationToken">Ends the wait; a Job that is being saved by then is created all the same.</param>
    /// <returns>The Job as stored, with defaults, uid and generated labels.</returns>
    /// <exception cref="InvalidObjectException">The Job is not valid; carries every cause.</exception>
    /// <exception cref="JobAlreadyExistsException">The name is taken.</exception>
    Task<Job> CreateAsync(Job job, CancellationToken cancellationToken = default);

    /// <summary>Gets a Job with its present status.</summary>
    /// <param name="key">The Job.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The Job.</returns>
    /// <exception cref="JobNotFoundException">There is no such Job.</exception>
    Task<Job> GetAsync(JobKey key, CancellationToken cancellationToken = default);

    /// <summary>Lists Jobs, ordered by namespace and name.</summary>
    /// <param name="options">Which Jobs.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>One page.</returns>
    Task<JobList> ListAsync(JobListOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Watches Jobs: first those that exist, then every change; a slow reader gets the latest state instead of a backlog.</summary>
    /// <param name="options">Which Jobs.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    /// <returns>The changes.</returns>
    IAsyncEnumerable<JobChange> WatchAsync(JobWatchOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Waits until a Job has finished, well or badly.</summary>
    /// <param name="key">The Job.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The finished Job.</returns>
    /// <exception cref="JobNotFoundException">There is no such Job, or it was deleted before it finished.</exception>
    Task<Job> WaitAsync(JobKey key, CancellationToken cancellationToken = default);

    /// <summary>Replaces metadata and spec of a Job.</summary>
    /// <param name="job">The new object; with a resource version it has to be the present one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The Job as stored.</returns>
    /// <exception cref="InvalidObjectException">The change is not allowed; carries every cause.</exception>
    /// <exception cref="JobConflictException">Somebody else has changed the Job in between.</exception>
    /// <exception cref="JobNotFoundException">There is no such Job.</exception>
    Task<Job> UpdateAsync(Job job, CancellationToken cancellationToken = default);

    /// <summary>Changes a Job by a JSON merge patch (RFC 7386).</summary>
    /// <param name="key">The Job.</param>
    /// <param name="mergePatch">The patch, such as <c>{"spec":{"suspend":true}}</c>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The Job as stored.</returns>
    /// <exception cref="InvalidObjectException">The change is not allowed; carries every cause.</exception>
    /// <exception cref="JobNotFoundException">There is no such Job.</exception>
    Task<Job> PatchAsync(JobKey key, string mergePatch, CancellationToken cancellationToken = default);

    /// <summary>Deletes a Job.</summary>
    /// <param name="key">The Job.</param>
    /// <param name="options">What becomes of its pods.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the deletion has been taken; a foreground deletion ends later.</returns>
    /// <exception cref="JobNotFoundException">There is no such Job.</exception>
    Task DeleteAsync(JobKey key, JobDeleteOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Creates a Job that runs only what a finished one has left undone: its indexes that did not succeed.</summary>
    /// <param name="key">The finished Job, which stays as it is.</param>
    /// <param name="name">The name of the new Job; null to have one generated from the old one's.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The new Job as stored; its annotations <see cref="JobRetryAnnotations"/> link it to the old one.</returns>
    /// <exception cref="JobNotFoundException">There is no such Job.</exception>
    /// <exception cref="InvalidOperationException">The Job has not finished, is not Indexed, or has nothing left to do.</exception>
    /// <exception cref="NotSupportedException">The Jobs of this client are run by somebody who knows no such thing.</exception>
    Task<Job> RetryFailedIndexesAsync(JobKey key, string? name = null, CancellationToken cancellationToken = default);

    /// <summary>Lists the pods of a Job: all that live, and the latest of those that ended.</summary>
    /// <param name="key">The Job.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The pods in the order in which they were asked for.</returns>
    /// <exception cref="JobNotFoundException">There is no such Job.</exception>
    Task<IReadOnlyList<JobPod>> ListPodsAsync(JobKey key, CancellationToken cancellationToken = default);

    /// <summary>Watches the pods of a Job: first those that exist, then every change, until the Job has finished or is gone.</summary>
    /// <param name="key">The Job.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    /// <returns>The pods that changed; a slow reader gets the latest state of each.</returns>
    /// <exception cref="JobNotFoundException">There is no such Job.</exception>
    IAsyncEnumerable<JobPod> WatchPodsAsync(JobKey key, CancellationToken cancellationToken = default);

    /// <summary>Asks a pod to end, as <c>kubectl delete pod</c> does; what follows is up to the Job's policies.</summary>
    /// <param name="key">The Job.</param>
    /// <param name="podName">The pod.</param>
    /// <param name="gracePeriod">Time between request and force; null for the one in the pod spec.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the request has been taken.</returns>
    /// <exception cref="JobNotFoundException">There is no such Job or pod.</exception>
    Task DeletePodAsync(JobKey key, string podName, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default);

    /// <summary>Reads the output of a pod.</summary>
    /// <param name="key">The Job.</param>
    /// <param name="podName">The pod; it may have ended.</param>
    /// <param name="options">What to read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The lines.</returns>
    /// <exception cref="JobNotFoundException">There is no such Job or pod.</exception>
    /// <exception cref="NotSupportedException">The executor keeps no logs.</exception>
    IAsyncEnumerable<PodLogLine> ReadLogAsync(JobKey key, string podName, PodLogOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Lists the events of a Job, oldest first; equal ones are merged, and only the latest kinds are kept.</summary>
    /// <param name="key">The Job.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The events.</returns>
    /// <exception cref="JobNotFoundException">There is no such Job.</exception>
    Task<IReadOnlyList<JobEventEntry>> ListEventsAsync(JobKey key, CancellationToken cancellationToken = default);

    /// <summary>Tells what was decided for a Job and why, and what it is waiting for.</summary>
    /// <param name="key">The Job.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The latest decisions, oldest first, and the next instant.</returns>
    /// <exception cref="JobNotFoundException">There is no such Job.</exception>
    Task<JobExplanation> ExplainAsync(JobKey key, CancellationToken cancellationToken = default);
}

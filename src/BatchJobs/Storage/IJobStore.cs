using BatchJobs.Primitives;

namespace BatchJobs.Storage;

/// <summary>Keeps what an engine must not lose.</summary>
/// <remarks>The engine saves before it acts, so a crash at any point loses nothing and counts no pod twice.</remarks>
internal interface IJobStore
{
    /// <summary>Saves a Job before the effects of its step are carried out.</summary>
    /// <param name="job">The Job; it stays unchanged until the returned task has ended, and no longer.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the Job is safe.</returns>
    ValueTask SaveAsync(StoredJob job, CancellationToken cancellationToken = default);

    /// <summary>Removes a Job and everything kept with it.</summary>
    /// <param name="key">The Job.</param>
    /// <param name="uid">Its incarnation; another one of the same name stays.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the Job is gone for good.</returns>
    ValueTask RemoveAsync(JobKey key, Guid uid, CancellationToken cancellationToken = default);
}

using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Offline;

/// <content>What only an engine can do.</content>
public sealed partial class StoreJobClient
{
    /// <inheritdoc />
    /// <exception cref="NotSupportedException">Always.</exception>
    public Task<Job> CreateAsync(Job job, CancellationToken cancellationToken = default) => Refused<Job>();

    /// <inheritdoc />
    /// <exception cref="NotSupportedException">Always.</exception>
    public Task<Job> UpdateAsync(Job job, CancellationToken cancellationToken = default) => Refused<Job>();

    /// <inheritdoc />
    /// <exception cref="NotSupportedException">Always.</exception>
    public Task<Job> PatchAsync(JobKey key, string mergePatch, CancellationToken cancellationToken = default) => Refused<Job>();

    /// <inheritdoc />
    /// <exception cref="NotSupportedException">Always.</exception>
    public Task DeleteAsync(JobKey key, JobDeleteOptions? options = null, CancellationToken cancellationToken = default) => Refused();

    /// <inheritdoc />
    /// <exception cref="NotSupportedException">Always.</exception>
    public Task<Job> RetryFailedIndexesAsync(JobKey key, string? name = null, CancellationToken cancellationToken = default) => Refused<Job>();

    /// <inheritdoc />
    /// <exception cref="NotSupportedException">Always.</exception>
    public Task DeletePodAsync(JobKey key, string podName, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default) => Refused();

    /// <inheritdoc />
    /// <exception cref="NotSupportedException">Always.</exception>
    public Task<CronJob> CreateCronJobAsync(CronJob cronJob, CancellationToken cancellationToken = default) => Refused<CronJob>();

    /// <inheritdoc />
    /// <exception cref="NotSupportedException">Always.</exception>
    public Task<CronJob> PatchCronJobAsync(JobKey key, string mergePatch, CancellationToken cancellationToken = default) => Refused<CronJob>();

    /// <inheritdoc />
    /// <exception cref="NotSupportedException">Always.</exception>
    public Task DeleteCronJobAsync(JobKey key, JobDeleteOptions? options = null, CancellationToken cancellationToken = default) => Refused();

    /// <inheritdoc />
    /// <exception cref="NotSupportedException">Always.</exception>
    public Task<Job> TriggerCronJobAsync(JobKey key, string? jobName = null, CancellationToken cancellationToken = default) => Refused<Job>();

    private static Task<Job> Refused() => Refused<Job>();

    private static Task<T> Refused<T>() => Task.FromException<T>(new NotSupportedException(
        "This is a view of a store: nothing can be changed through it. Ask the engine that has the store open, or open an engine on it."));
}

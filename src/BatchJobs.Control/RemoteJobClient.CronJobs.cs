using BatchJobs.Client;
using BatchJobs.Control.Protocol;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Control;

/// <content>CronJobs.</content>
public sealed partial class RemoteJobClient
{
    /// <inheritdoc />
    public Task<CronJob> CreateCronJobAsync(CronJob cronJob, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cronJob);
        return CronJobAsync(new ControlRequest(ControlVerb.CreateCronJob) { CronJob = cronJob }, cancellationToken);
    }

    /// <inheritdoc />
    public Task<CronJob> GetCronJobAsync(JobKey key, CancellationToken cancellationToken = default) => CronJobAsync(About(ControlVerb.GetCronJob, key), cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<CronJob>> ListCronJobsAsync(string? namespaceName = null, CancellationToken cancellationToken = default) =>
        await ManyAsync(new ControlRequest(ControlVerb.ListCronJobs) { Namespace = namespaceName }, static reply => reply.CronJob, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public Task<CronJob> PatchCronJobAsync(JobKey key, string mergePatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mergePatch);
        return CronJobAsync(About(ControlVerb.PatchCronJob, key) with { MergePatch = mergePatch }, cancellationToken);
    }

    /// <inheritdoc />
    public Task DeleteCronJobAsync(JobKey key, JobDeleteOptions? options = null, CancellationToken cancellationToken = default) =>
        EndAsync(About(ControlVerb.DeleteCronJob, key) with { Delete = options }, cancellationToken);

    /// <inheritdoc />
    public Task<Job> TriggerCronJobAsync(JobKey key, string? jobName = null, CancellationToken cancellationToken = default) =>
        JobAsync(About(ControlVerb.TriggerCronJob, key) with { Name = jobName }, cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<JobEventEntry>> ListCronJobEventsAsync(JobKey key, CancellationToken cancellationToken = default) =>
        await ManyAsync(About(ControlVerb.ListCronJobEvents, key), static reply => reply.Event, cancellationToken).ConfigureAwait(false);

    private Task<CronJob> CronJobAsync(ControlRequest request, CancellationToken cancellationToken) => OneAsync(request, static reply => reply.CronJob, cancellationToken);
}

using BatchJobs.Client;
using BatchJobs.Cron;
using BatchJobs.Diagnostics;
using BatchJobs.Primitives;
using BatchJobs.Runtime;
using BatchJobs.Specs;

namespace BatchJobs;

/// <content>CronJobs.</content>
public sealed partial class JobEngine
{
    /// <inheritdoc />
    public async Task<CronJob> CreateCronJobAsync(CronJob cronJob, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cronJob);
        ObjectDisposedException.ThrowIf(closing.IsCancellationRequested, this);
        await jobs.ConnectAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = services.Time.GetUtcNow();
        Guid uid = services.Options.NewUid(now);
        CronJob admitted = CronJobIntake.Create(cronJob, uid, now, services.NextResourceVersion());
        var key = new JobKey(admitted.Metadata.Namespace!, admitted.Metadata.Name!);
        var state = new CronJobState(key, uid, now, Resolve(admitted));
        var loop = new CronJobLoop(services, jobs, admitted, state);
        CronJob created = await loop.AskAsync(() =>
        {
            if (!cronJobs.TryAdd(loop))
            {
                throw new JobAlreadyExistsException(key, "cronjobs");
            }

            CronJobStateMachine.Submit(state, services.Time.GetUtcNow());
            return admitted;
        }).WaitAsync(cancellationToken).ConfigureAwait(false);
        JobEngineLog.CronJobCreated(services.Logger, key);
        return created;
    }

    /// <inheritdoc />
    public Task<CronJob> GetCronJobAsync(JobKey key, CancellationToken cancellationToken = default) => LookAtCronJob(key, loop => loop.Snapshot());

    /// <inheritdoc />
    public Task<IReadOnlyList<CronJob>> ListCronJobsAsync(string? namespaceName = null, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<CronJob>>([.. cronJobs.All
            .Where(loop => namespaceName is null || loop.Key.Namespace == namespaceName)
            .OrderBy(loop => loop.Key.Namespace, StringComparer.Ordinal)
            .ThenBy(loop => loop.Key.Name, StringComparer.Ordinal)
            .Select(loop => loop.Snapshot())]);

    /// <inheritdoc />
    public Task<CronJob> PatchCronJobAsync(JobKey key, string mergePatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mergePatch);
        return AskCronJobAsync(
            key,
            loop =>
            {
                CronJob changed = CronJobIntake.Patch(key, loop.Snapshot(), mergePatch);
                return loop.Replace(changed, Resolve(changed));
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public Task DeleteCronJobAsync(JobKey key, JobDeleteOptions? options = null, CancellationToken cancellationToken = default) => AskCronJobAsync(
        key,
        loop =>
        {
            loop.Happen(CronJobEvent.DeletionRequested(ModeOf(options)));
            return true;
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<Job> TriggerCronJobAsync(JobKey key, string? jobName = null, CancellationToken cancellationToken = default) =>
        cronJobs.TryGet(key, out CronJobLoop? loop)
            ? jobs.CreateAsync(ManualRun.Of(loop.Snapshot(), jobName), cancellationToken)
            : Task.FromException<Job>(new JobNotFoundException(key, "cronjobs"));

    /// <inheritdoc />
    public Task<IReadOnlyList<JobEventEntry>> ListCronJobEventsAsync(JobKey key, CancellationToken cancellationToken = default) =>
        LookAtCronJob(key, loop => loop.ListEvents());

    private ResolvedCronJobSpec Resolve(CronJob cronJob) => ResolvedCronJobSpec.Of(cronJob, services.Time.LocalTimeZone);

    private async Task<T> AskCronJobAsync<T>(JobKey key, Func<CronJobLoop, T> request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(services.Closed, this);
        CronJobLoop loop = cronJobs.Get(key);
        return await loop.AskAsync(() => request(loop)).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task<T> LookAtCronJob<T>(JobKey key, Func<CronJobLoop, T> question) =>
        cronJobs.TryGet(key, out CronJobLoop? loop) ? Task.FromResult(question(loop)) : Task.FromException<T>(new JobNotFoundException(key, "cronjobs"));
}

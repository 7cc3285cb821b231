using BatchJobs.Client;
using BatchJobs.Diagnostics;
using BatchJobs.Durability;
using BatchJobs.Events;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Runtime;
using BatchJobs.Scheduling;
using BatchJobs.Specs;
using BatchJobs.State;
using BatchJobs.Watching;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchJobs;

/// <summary>Runs Jobs in this process: keeps their state, decides, and has an executor run their pods.</summary>
/// <remarks>Kubernetes: the API server and the Job controller in one. Safe for use by many threads.</remarks>
public sealed partial class JobEngine : IJobClient, ICronJobClient, IAsyncDisposable
{
    private readonly CancellationTokenSource closing = new();
    private readonly JobDirectory directory = new();
    private readonly Quiescence quiescence;
    private readonly WatchHub watchers = new();
    private readonly LoopServices services;
    private readonly CronJobDirectory cronJobs = new();
    private readonly JobRegistry jobs;
    private Task? closed;

    /// <summary>Makes an engine over an executor, which it owns from now on.</summary>
    /// <param name="executor">Runs the pods; disposed with the engine.</param>
    /// <param name="options">Everything else; null for the defaults.</param>
    public JobEngine(IPodExecutor executor, JobEngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(executor);
        options = (options ?? new JobEngineOptions()).Validate();
        quiescence = options.Quiescence ?? new Quiescence();
        services = new LoopServices(
            options,
            executor,
            options.Store is { } store ? new GroupCommit(store) : null,
            new WakeupTimer(options.TimeProvider, quiescence),
            quiescence,
            watchers,
            directory,
            cronJobs,
            new CalmLogger((options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("BatchJobs")),
            closing.Token);
        jobs = new JobRegistry(services);
        if (services.Commits is null)
        {
            directory.Open();
            cronJobs.Open();
        }
    }

    /// <summary>What runs the pods.</summary>
    public IPodExecutor Executor => services.Executor;

    /// <summary>The executor of a kind, also if it stands behind a scheduler.</summary>
    /// <typeparam name="TExecutor">The kind.</typeparam>
    /// <returns>The first one; null if there is none.</returns>
    public TExecutor? FindExecutor<TExecutor>()
        where TExecutor : class, IPodExecutor => Find<TExecutor>(services.Executor);

    /// <inheritdoc />
    public Task<Job> CreateAsync(Job job, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return jobs.CreateAsync(job, cancellationToken);
    }

    /// <inheritdoc />
    public Task<Job> GetAsync(JobKey key, CancellationToken cancellationToken = default) =>
        directory.TryGet(key, out JobLoop? loop) ? Task.FromResult(loop.View.Snapshot()) : Task.FromException<Job>(new JobNotFoundException(key));

    /// <inheritdoc />
    public Task<Job> WaitAsync(JobKey key, CancellationToken cancellationToken = default) =>
        directory.TryGet(key, out JobLoop? loop)
            ? loop.View.WhenFinishedAsync().WaitAsync(cancellationToken)
            : Task.FromException<Job>(new JobNotFoundException(key));

    /// <inheritdoc />
    public Task<Job> UpdateAsync(Job job, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return ChangeAsync(job.Key(), current => JobIntake.Replace(current, job), cancellationToken);
    }

    /// <inheritdoc />
    public Task<Job> PatchAsync(JobKey key, string mergePatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mergePatch);
        return ChangeAsync(key, current => JobIntake.Patch(current, mergePatch), cancellationToken);
    }

    /// <inheritdoc />
    public async Task DeleteAsync(JobKey key, JobDeleteOptions? options = null, CancellationToken cancellationToken = default)
    {
        await AskAsync(
            key,
            loop =>
            {
                JobIntake.CheckPreconditions(loop.View.Stored, options);
                loop.Happen(JobEvent.DeletionRequested(ModeOf(options)));
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<Job> RetryFailedIndexesAsync(JobKey key, string? name = null, CancellationToken cancellationToken = default)
    {
        Job finished = await GetAsync(key, cancellationToken).ConfigureAwait(false);
        return await jobs.CreateAsync(JobRetry.Of(finished, name), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<JobEventEntry>> ListEventsAsync(JobKey key, CancellationToken cancellationToken = default) =>
        Look(key, view => view.Events());

    /// <inheritdoc />
    public Task<JobExplanation> ExplainAsync(JobKey key, CancellationToken cancellationToken = default) =>
        Look(key, view => view.Explain());

    /// <summary>Creates a Job and holds on to it: what is asked here is answered even if nobody can find the Job any more.</summary>
    internal async Task<FollowedJob> FollowAsync(Job job, CancellationToken cancellationToken)
    {
        (Job admitted, JobView view) = await jobs.FollowAsync(job, cancellationToken).ConfigureAwait(false);
        return new FollowedJob(admitted.Key(), view.WhenFinishedAsync().WaitAsync(cancellationToken), WatchPodsAsync(view, cancellationToken), view);
    }

    /// <summary>Ends when everything that was asked and reported has been worked off.</summary>
    internal Task WhenIdleAsync() => quiescence.WhenIdleAsync();

    private Task<Job> ChangeAsync(JobKey key, Func<Job, Job> change, CancellationToken cancellationToken) => AskAsync(
        key,
        loop =>
        {
            Job changed = change(loop.View.Snapshot());
            return loop.Replace(changed with { Status = null }, JobIntake.Resolve(changed));
        },
        cancellationToken);

    private async Task<T> AskAsync<T>(JobKey key, Func<JobLoop, T> request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(services.Closed, this);
        JobLoop loop = directory.Get(key);
        return await loop.AskAsync(() => request(loop)).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static DeletionMode ModeOf(JobDeleteOptions? options) => options?.Propagation switch
    {
        DeletionPropagation.Foreground => DeletionMode.Foreground,
        DeletionPropagation.Orphan => DeletionMode.Orphan,
        _ => DeletionMode.Background,
    };

    private Task<T> Look<T>(JobKey key, Func<JobView, T> question) =>
        directory.TryGet(key, out JobLoop? loop) ? loop.LookAsync(question) : Task.FromException<T>(new JobNotFoundException(key));

    private static TExecutor? Find<TExecutor>(IPodExecutor executor)
        where TExecutor : class, IPodExecutor =>
        executor as TExecutor ?? (executor as ScheduledPodExecutor)?.Nodes.Select(node => Find<TExecutor>(node.Executor)).FirstOrDefault(found => found is not null);
}

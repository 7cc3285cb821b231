using System.Runtime.CompilerServices;
using BatchJobs.Client;
using BatchJobs.Events;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Runtime;
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
    private readonly Quiescence quiescence = new();
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
        services = new LoopServices(
            options,
            executor,
            options.Store,
            new WakeupTimer(options.TimeProvider, quiescence),
            quiescence,
            watchers,
            directory,
            cronJobs,
            (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("BatchJobs"),
            closing.Token);
        jobs = new JobRegistry(services);
    }

    /// <summary>What runs the pods.</summary>
    public IPodExecutor Executor => services.Executor;

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
    public Task<JobList> ListAsync(JobListOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new JobListOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Limit, 1, nameof(options));
        List<Job> page = [.. directory.All
            .Where(loop => options.Namespace is null || loop.Key.Namespace == options.Namespace)
            .Where(loop => options.Continue is not { } start || Order(loop.Key, start) > 0)
            .OrderBy(loop => loop.Key.Namespace, StringComparer.Ordinal)
            .ThenBy(loop => loop.Key.Name, StringComparer.Ordinal)
            .Select(loop => loop.View.Snapshot())
            .Where(job => LabelSelection.Matches(options.LabelSelector, job.Metadata.Labels))
            .Where(job => options.Finished is null || options.Finished == job.IsFinished())
            .Take(options.Limit + 1)];
        bool more = page.Count > options.Limit;
        if (more)
        {
            page.RemoveAt(options.Limit);
        }

        return Task.FromResult(new JobList(page, more ? page[^1].Key() : null));
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<JobChange> WatchAsync(
        JobWatchOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Watcher watcher = watchers.Subscribe(options ?? new JobWatchOptions());
        try
        {
            foreach (JobLoop loop in directory.All)
            {
                watcher.Tell(loop);
            }

            while (await watcher.Queue.WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                while (watcher.Queue.TryDequeue(out JobLoop loop))
                {
                    if (watcher.Look(loop) is { } change)
                    {
                        yield return change;
                    }
                }
            }
        }
        finally
        {
            watchers.Unsubscribe(watcher);
        }
    }

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
        if (!await jobs.DeleteAsync(key, null, ModeOf(options)).WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new JobNotFoundException(key);
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<JobPod>> ListPodsAsync(JobKey key, CancellationToken cancellationToken = default) =>
        Look(key, view => view.Pods());

    /// <inheritdoc />
    public async IAsyncEnumerable<JobPod> WatchPodsAsync(JobKey key, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        JobView view = directory.Get(key).View;
        LatestQueue<long> changes = view.WatchPods();
        try
        {
            while (await changes.WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                while (changes.TryDequeue(out long ordinal))
                {
                    if (view.FindPod(ordinal) is { } pod)
                    {
                        yield return pod;
                    }
                }
            }
        }
        finally
        {
            view.Unwatch(changes);
        }
    }

    /// <inheritdoc />
    public async Task DeletePodAsync(JobKey key, string podName, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(podName);
        await AskAsync(
            key,
            loop =>
            {
                loop.Happen(JobEvent.PodDeletionRequested(loop.View.Pod(podName).Id.Ordinal, gracePeriod));
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<PodLogLine> ReadLogAsync(JobKey key, string podName, PodLogOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(podName);
        if (services.Executor is not IPodLogSource logs)
        {
            throw new NotSupportedException("The executor of this engine keeps no logs.");
        }

        return logs.ReadLogAsync(directory.Get(key).View.Pod(podName).Id, options ?? new PodLogOptions(), cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<JobEventEntry>> ListEventsAsync(JobKey key, CancellationToken cancellationToken = default) =>
        Look(key, view => view.Events());

    /// <inheritdoc />
    public Task<JobExplanation> ExplainAsync(JobKey key, CancellationToken cancellationToken = default) =>
        Look(key, view => view.Explain());

    /// <summary>Closes the engine as <see cref="DisposeAsync"/> does, but only as long as there is time.</summary>
    /// <param name="cancellationToken">Ends the wait for pods: what still runs is ended by force.</param>
    /// <returns>A task that ends when the engine is closed.</returns>
    public Task StopAsync(CancellationToken cancellationToken = default) => CloseOnceAsync(graceful: true, cancellationToken);

    /// <summary>Stops all pods as suspending their Jobs would, so that no retry is spent, then closes the executor.</summary>
    /// <returns>A task that ends when no pod lives.</returns>
    public async ValueTask DisposeAsync() => await (Interlocked.CompareExchange(ref closed, null, null) ?? CloseOnceAsync(graceful: true)).ConfigureAwait(false);

    /// <summary>Closes without stopping pods through their Jobs first; for virtual time, in which nobody would wait for them.</summary>
    internal Task AbandonAsync() => CloseOnceAsync(graceful: false);

    /// <summary>Ends when everything that was asked and reported has been worked off.</summary>
    internal Task WhenIdleAsync() => quiescence.WhenIdleAsync();

    private Task CloseOnceAsync(bool graceful, CancellationToken force = default)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref closed, done.Task, null) is { } other)
        {
            return other;
        }

        return CloseAsync();

        async Task CloseAsync()
        {
            try
            {
                services.Stopping = true;
                if (graceful)
                {
                    await StopPodsAsync(force).ConfigureAwait(false);
                }

                await closing.CancelAsync().ConfigureAwait(false);
                await services.Timer.DisposeAsync().ConfigureAwait(false);
                await services.Executor.DisposeAsync().ConfigureAwait(false);
                services.Metrics.Dispose();
                watchers.Complete();
                foreach (JobLoop loop in directory.All)
                {
                    loop.View.Close(new ObjectDisposedException(nameof(JobEngine)));
                }
            }
            finally
            {
                done.TrySetResult();
            }
        }
    }

    private async Task StopPodsAsync(CancellationToken force)
    {
        TimeSpan patience = services.Options.ShutdownSlack;
        List<Task> drained = [];
        foreach (JobLoop loop in directory.All)
        {
            loop.Post(JobEvent.EngineStopping());
            drained.Add(loop.AskAsync(static () => true).ContinueWith(static (_, view) => ((JobView)view!).WhenDrainedAsync(), loop.View, TaskScheduler.Default).Unwrap());
            long grace = loop.View.Stored.Spec.Template.Spec.TerminationGracePeriodSeconds ?? 0;
            TimeSpan needed = services.Options.ShutdownSlack + TimeSpan.FromSeconds(Math.Clamp(grace, 0, int.MaxValue));
            patience = needed > patience ? needed : patience;
        }

        try
        {
            await Task.WhenAll(drained).WaitAsync(patience, services.Time, force).ConfigureAwait(false);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            // The executor ends by force what is left.
        }
    }

    private Task<Job> ChangeAsync(JobKey key, Func<Job, Job> change, CancellationToken cancellationToken) => AskAsync(
        key,
        loop =>
        {
            Job changed = change(loop.View.Snapshot());
            return loop.Replace(changed with { Status = null }, JobIntake.Resolve(changed));
        },
        cancellationToken);

    private Task<T> AskAsync<T>(JobKey key, Func<JobLoop, T> request, CancellationToken cancellationToken) =>
        directory.TryGet(key, out JobLoop? loop)
            ? loop.AskAsync(() => request(loop)).WaitAsync(cancellationToken)
            : Task.FromException<T>(new JobNotFoundException(key));

    private static DeletionMode ModeOf(JobDeleteOptions? options) => options?.Propagation switch
    {
        DeletionPropagation.Foreground => DeletionMode.Foreground,
        DeletionPropagation.Orphan => DeletionMode.Orphan,
        _ => DeletionMode.Background,
    };

    private Task<T> Look<T>(JobKey key, Func<JobView, T> question) =>
        directory.TryGet(key, out JobLoop? loop) ? Task.FromResult(question(loop.View)) : Task.FromException<T>(new JobNotFoundException(key));

    private static int Order(JobKey one, JobKey other)
    {
        int order = string.CompareOrdinal(one.Namespace, other.Namespace);
        return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
    }
}

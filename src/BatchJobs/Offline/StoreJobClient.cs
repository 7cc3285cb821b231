using System.Globalization;
using System.Runtime.CompilerServices;
using BatchJobs.Client;
using BatchJobs.Durability;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Runtime;
using BatchJobs.Specs;
using BatchJobs.Storage;
using BatchJobs.Watching;

namespace BatchJobs.Offline;

/// <summary>Looks at the Jobs of a store without an engine, also while an engine of another process writes it.</summary>
/// <remarks>
/// What would change something throws <see cref="NotSupportedException"/>, and so does reading output that only the engine that ran a
/// pod has. Watching means looking again every second.
/// </remarks>
public sealed partial class StoreJobClient : IJobClient, ICronJobClient, IAsyncDisposable
{
    private static readonly TimeSpan PollPeriod = TimeSpan.FromSeconds(1);
    private static readonly JobEngineOptions Everything = new() { EventHistory = int.MaxValue, FinishedPodHistory = int.MaxValue };

    private readonly IJobStoreReader store;
    private readonly TimeProvider time;
    private readonly StoreLoader loader;

    /// <summary>Makes a client over a store.</summary>
    /// <param name="store">Reads the store; closed with the client.</param>
    /// <param name="time">The clock; null for that of the system.</param>
    public StoreJobClient(IJobStoreReader store, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        this.store = store;
        this.time = time ?? TimeProvider.System;
        loader = new StoreLoader(store, this.time.LocalTimeZone);
    }

    /// <inheritdoc />
    public async Task<Job> GetAsync(JobKey key, CancellationToken cancellationToken = default) =>
        await ReadAsync(await FindAsync(key, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

    /// <inheritdoc />
    public async Task<JobList> ListAsync(JobListOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new JobListOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Limit, 1, nameof(options));
        var fields = new FieldSelection(options.FieldSelector);
        var query = new StoreQuery
        {
            Kind = StoredKind.Job,
            Namespace = options.Namespace,
            LabelSelector = options.LabelSelector,
            Finished = options.Finished,
            After = options.Continue,
        };
        List<Job> page = [];
        long version = 0;
        bool more = false;
        await foreach (StoredObject stored in store.ListAllAsync(query, cancellationToken).ConfigureAwait(false))
        {
            version = Math.Max(version, stored.ResourceVersion);
            Job job = await ReadAsync(stored).ConfigureAwait(false);
            if (fields.Matches(job))
            {
                more = page.Count == options.Limit;
                if (more)
                {
                    break;
                }

                page.Add(job);
            }
        }

        return new JobList(page, more ? page[^1].Key() : null, version.ToString(CultureInfo.InvariantCulture));
    }

    /// <inheritdoc />
    /// <remarks>Begins with all Jobs that exist: a store can't tell what has gone since a <see cref="JobWatchOptions.ResourceVersion"/>.</remarks>
    /// <exception cref="NotSupportedException">A resource version is asked for.</exception>
    public async IAsyncEnumerable<JobChange> WatchAsync(JobWatchOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options ??= new JobWatchOptions();
        if (options.ResourceVersion is not null)
        {
            throw new NotSupportedException("A store can't tell what has changed since a resource version: watch without one.");
        }

        var seen = new StoreWatch();
        while (true)
        {
            List<JobChange> changes = [];
            await foreach (StoredObject stored in Watched(options, cancellationToken).ConfigureAwait(false))
            {
                if (seen.Look(stored) is { } type)
                {
                    Job job = await ReadAsync(stored).ConfigureAwait(false);
                    seen.Remember(stored.Uid, job);
                    changes.Add(new JobChange(type, job));
                }
            }

            changes.AddRange(seen.Gone());
            foreach (JobChange change in changes)
            {
                yield return change;
            }

            await Task.Delay(PollPeriod, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async Task<Job> WaitAsync(JobKey key, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            StoredObject stored = await FindAsync(key, cancellationToken).ConfigureAwait(false);
            if (stored.Finished)
            {
                return await ReadAsync(stored).ConfigureAwait(false);
            }

            await Task.Delay(PollPeriod, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<JobPod>> ListPodsAsync(JobKey key, CancellationToken cancellationToken = default) =>
        (await ViewAsync(key, cancellationToken).ConfigureAwait(false)).Pods();

    /// <inheritdoc />
    public async IAsyncEnumerable<JobPod> WatchPodsAsync(JobKey key, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var seen = new StorePodWatch();
        StoredObject? stored = await FindAsync(key, cancellationToken).ConfigureAwait(false);
        for (Guid uid = stored.Uid; stored?.Uid == uid; stored = await store.FindAsync(StoredKind.Job, key, cancellationToken).ConfigureAwait(false))
        {
            foreach (JobPod pod in View(await loader.LoadJobAsync(stored, withResults: false, cancellationToken).ConfigureAwait(false)).Pods())
            {
                if (seen.IsNews(pod))
                {
                    yield return pod;
                }
            }

            if (stored.Finished)
            {
                yield break;
            }

            await Task.Delay(PollPeriod, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    /// <remarks>A store keeps the end of the output of pods that failed, see <see cref="JobEngineOptions.KeptLogLines"/>; of others it has none.</remarks>
    public async IAsyncEnumerable<PodLogLine> ReadLogAsync(
        JobKey key,
        string podName,
        PodLogOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(podName);
        JobView view = await ViewAsync(key, cancellationToken).ConfigureAwait(false);
        JobPod pod = view.Pod(podName);
        IReadOnlyList<PodLogLine> kept = view.KeptLog(pod.Id.Ordinal);
        if (kept.Count == 0)
        {
            throw new NotSupportedException($"The output of pod {podName} is with the engine that ran it, and a store keeps only the end of that of pods that failed.");
        }

        await foreach (PodLogLine line in KeptLogs.OrElse(AsyncEnumerable.Empty<PodLogLine>(), kept, options ?? new PodLogOptions(), cancellationToken).ConfigureAwait(false))
        {
            yield return line;
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<JobEventEntry>> ListEventsAsync(JobKey key, CancellationToken cancellationToken = default) =>
        (await ViewAsync(key, cancellationToken).ConfigureAwait(false)).Events();

    /// <inheritdoc />
    public async Task<JobExplanation> ExplainAsync(JobKey key, CancellationToken cancellationToken = default) =>
        (await ViewAsync(key, cancellationToken).ConfigureAwait(false)).Explain();

    /// <summary>Closes the store.</summary>
    /// <returns>A task that ends when it is closed.</returns>
    public ValueTask DisposeAsync() => store.DisposeAsync();

    private async IAsyncEnumerable<StoredObject> Watched(JobWatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new StoreQuery { Kind = StoredKind.Job, Namespace = options.Key?.Namespace ?? options.Namespace, LabelSelector = options.LabelSelector };
        if (options.Key is { } key)
        {
            if (await store.FindAsync(StoredKind.Job, key, cancellationToken).ConfigureAwait(false) is { } only && query.Matches(only))
            {
                yield return only;
            }

            yield break;
        }

        await foreach (StoredObject stored in store.ListAllAsync(query, cancellationToken).ConfigureAwait(false))
        {
            yield return stored;
        }
    }

    private async ValueTask<StoredObject> FindAsync(JobKey key, CancellationToken cancellationToken) =>
        await store.FindAsync(StoredKind.Job, key, cancellationToken).ConfigureAwait(false) ?? throw new JobNotFoundException(key);

    private static async ValueTask<Job> ReadAsync(StoredObject stored) => View(await StoreLoader.LoadBareJobAsync(stored).ConfigureAwait(false)).Snapshot();

    private async ValueTask<JobView> ViewAsync(JobKey key, CancellationToken cancellationToken) =>
        View(await loader.LoadJobAsync(await FindAsync(key, cancellationToken).ConfigureAwait(false), withResults: false, cancellationToken).ConfigureAwait(false));

    private static JobView View(KeptJob kept) => new(kept, Everything);
}

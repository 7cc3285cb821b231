using System.Collections.Concurrent;
using BatchJobs.Execution;
using BatchJobs.InProcess.Running;
using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.InProcess;

/// <summary>Runs pods as calls of .NET delegates and handlers in this process.</summary>
/// <remarks>The image of a pod's one container names its handler.</remarks>
public sealed class InProcessPodExecutor : IPodExecutor, IPodLogSource, IPodResultSource, ILeasingExecutor
{
    /// <summary>Forgotten Jobs of which pods still live, so that the closing finds them.</summary>
    private readonly ConcurrentDictionary<InProcessJob, bool> leftovers = new();
    private readonly InProcessExecutorOptions options;
    private readonly ExecutorServices services;
    private InProcessJob? recent;
    private int closed;

    /// <summary>Makes an executor.</summary>
    /// <param name="options">The settings; null for the defaults.</param>
    public InProcessPodExecutor(InProcessExecutorOptions? options = null)
    {
        this.options = options ?? new InProcessExecutorOptions();
        if (this.options.MaxConcurrentPods is { } limit)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1, "options.MaxConcurrentPods");
        }

        services = new ExecutorServices(this.options);
    }

    /// <inheritdoc />
    public PodExecutorCapabilities Capabilities { get; } = new() { Logs = true, InPlaceRestarts = true };

    /// <summary>Which handler stands behind which image name; more can be added at any time.</summary>
    public PodHandlers Handlers => options.Handlers;

    /// <inheritdoc />
    public ValueTask ConnectAsync(IPodObserver observer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(observer);
        services.Observer = observer;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        InProcessJob job = JobOf(request.Id.JobUid);
        if (Volatile.Read(ref closed) == 0 && request.Activity is null && job.Short.Takes(request.Template, services) && !job.Has(request.Id.Ordinal))
        {
            services.Crew.Enter(new PodContext(job.Short, request));
            return ValueTask.CompletedTask;
        }

        var pod = new InProcessPod(request, job, services);
        if (!job.TryAdd(pod))
        {
            return ValueTask.CompletedTask;
        }

        // Looked at after the pod can be found, so that either this sees the closing or the closing sees the pod.
        if (Volatile.Read(ref closed) != 0)
        {
            job.Remove(pod);
            throw new PodStartException("Closed", "The executor is closed.");
        }

        pod.Start();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask StopAsync(PodId pod, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default)
    {
        Find(pod)?.Stop(gracePeriod);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask ReleaseAsync(PodId pod, CancellationToken cancellationToken = default)
    {
        if (Lookup(pod.JobUid) is { } job)
        {
            services.Crew.Release(job.Short, pod.Ordinal);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods, CancellationToken cancellationToken = default)
    {
        if (services.FindJob(jobUid) is { } job)
        {
            Interlocked.CompareExchange(ref recent, null, job);
            leftovers[job] = true;
            services.Forget(job);
            services.Crew.ForgetAll(job.Short);
            job.Forget(() => leftovers.TryRemove(job, out _));
            foreach (InProcessPod pod in job.Pods)
            {
                pod.Release();
                if (orphanPods)
                {
                    pod.Start();
                }
                else
                {
                    pod.Stop(gracePeriod: null);
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<PodReport>> ListAsync(CancellationToken cancellationToken = default) =>
        new([.. services.Jobs.SelectMany(job => job.Pods.Select(pod => pod.Listed).OfType<PodReport>().Concat(services.Crew.List(job.Short)))]);

    /// <inheritdoc />
    public IAsyncEnumerable<PodLogLine> ReadLogAsync(PodId pod, PodLogOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Find(pod)?.Start();
        return services.FindJob(pod.JobUid) is { } job && job.FindLog(pod.Ordinal) is { } log
            ? log.ReadAsync(options, cancellationToken)
            : AsyncEnumerable.Empty<PodLogLine>();
    }

    /// <summary>The results that succeeded pods of a Job have set, until the Job is gone; those that a store has kept are among them.</summary>
    /// <typeparam name="TResult">Their type, after a restart exactly the one they had; results of other types are left out.</typeparam>
    /// <param name="jobUid">The uid of the Job.</param>
    /// <returns>The results by completion index; of a NonIndexed Job by the number of the pod.</returns>
    public IReadOnlyDictionary<int, TResult> GetResults<TResult>(Guid jobUid) =>
        services.FindJob(jobUid) is { } job && job.ResultsIfAny is { } results ? results.Of<TResult>() : new Dictionary<int, TResult>();

    /// <summary>Asks all bodies to end, and waits for them as long as <see cref="InProcessExecutorOptions.CloseTimeout"/> says.</summary>
    /// <returns>A task that ends when the executor is closed; a body that ignores its token may still run.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0)
        {
            return;
        }

        services.Crew.Dispose();
        foreach (InProcessJob job in services.Jobs)
        {
            services.Crew.HandOverAll(job.Short);
        }

        services.Observer = null;
        foreach (InProcessPod pod in services.Jobs.Concat(leftovers.Keys).SelectMany(job => job.Pods))
        {
            pod.Close();
        }

        try
        {
            await services.Bodies.CloseAsync().WaitAsync(options.CloseTimeout, options.TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Nothing in this process can end a body that does not want to.
        }
    }

    PodResult? IPodResultSource.FindResult(PodId pod, int? index) => Lookup(pod.JobUid)?.ResultsIfAny?.Find(index ?? (int)pod.Ordinal);

    void IPodResultSource.RestoreResults(Guid jobUid, IReadOnlyList<PodResult> results) => JobOf(jobUid).Results.Restore(results);

    bool ILeasingExecutor.TryStart(PodRequestSource pods, long ordinal, int index, DateTimeOffset createdAt)
    {
        InProcessJob job = JobOf(pods.JobUid);
        if (Volatile.Read(ref closed) != 0 || !job.Short.Takes(pods.Template, services) || job.Has(ordinal))
        {
            return false;
        }

        services.Crew.Enter(new PodContext(job.Short, pods, ordinal, index) { StartedAt = createdAt }, moreFollow: true);
        return true;
    }

    void ILeasingExecutor.GoAhead() => services.Crew.GoAhead();

    bool ILeasingExecutor.HasUseForLease(Guid jobUid) => Volatile.Read(ref closed) == 0 && Lookup(jobUid) is { Short.HasUseForLease: true };

    void ILeasingExecutor.Lend(PodLease lease) => Lookup(lease.JobUid)?.Short.Leased.Begin(lease);

    void ILeasingExecutor.CallBack(PodLease lease)
    {
        if (Lookup(lease.JobUid) is { } job)
        {
            services.Crew.EndLease(job.Short);
        }
    }

    bool ILeasingExecutor.BeginsSoon(PodSpec template) =>
        Volatile.Read(ref closed) == 0
        && (services.Crew.IsBehind || (services.HasShortPods && services.Judge(template).Registration?.Pace is { IsQuick: true, HandsOver: false }));

    void ILeasingExecutor.CatchUp(IHeldJobs held) => services.Crew.CatchUp(held);

    void ILeasingExecutor.JobFinished(Guid jobUid) => Lookup(jobUid)?.Finish();

    /// <summary>A pod that has not ended, as one that others than its body can have to do with.</summary>
    private InProcessPod? Find(PodId pod) =>
        Lookup(pod.JobUid) is { } job ? services.Crew.HandOver(job.Short, pod.Ordinal) ?? job.Find(pod.Ordinal) : null;

    /// <summary>The Job that was asked for last, since calls about the pods of a Job come in rows; each thread of the crew has its own, as two would take it from each other.</summary>
    private InProcessJob? Recent
    {
        get => services.Crew.Mine is { } mine ? mine.Recent : recent;
        set
        {
            if (services.Crew.Mine is { } mine)
            {
                mine.Recent = value;
            }
            else
            {
                recent = value;
            }
        }
    }

    private InProcessJob JobOf(Guid uid) => Recent is { } last && last.Short.Uid == uid ? last : Recent = services.JobOf(uid);

    private InProcessJob? Lookup(Guid uid)
    {
        if (Recent is { } last && last.Short.Uid == uid)
        {
            return last;
        }

        return services.FindJob(uid) is { } job ? Recent = job : null;
    }
}

using System.Collections.Concurrent;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Processes.Commands;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Logs;
using BatchJobs.Processes.Running;
using BatchJobs.Processes.Volumes;
using BatchJobs.Specs;

namespace BatchJobs.Processes;

/// <summary>Runs each container of a pod as a process group of its own on this machine.</summary>
/// <remarks>
/// Nothing it starts outlives it, nor this process unless it is to be adopted: neither a clean end nor <c>kill -9</c> leaves containers behind.
/// What other systems than Linux can't do is told by <see cref="Host"/>.
/// </remarks>
public sealed class ProcessPodExecutor : IPodExecutor, IPodLogSource
{
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<PodId, PodEntry> pods = new();
    private readonly ExecutorParts parts;
    private readonly PodSurroundings surroundings;
    private IPodObserver? observer;
    private Task? closed;

    /// <summary>Makes an executor; nothing runs before the first pod is started.</summary>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <exception cref="PlatformNotSupportedException">This is neither Linux nor macOS nor Windows, or the settings ask for what only Linux can do.</exception>
    /// <exception cref="ArgumentException">The settings contradict each other.</exception>
    /// <exception cref="IOException">The state directory is in use, or can't be used.</exception>
    public ProcessPodExecutor(ProcessExecutorOptions? options = null)
    {
        options ??= new ProcessExecutorOptions();
        parts = ExecutorParts.Assemble(options, Report);
        surroundings = parts.Surroundings;
        Capabilities = new PodExecutorCapabilities
        {
            Logs = true,
            InPlaceRestarts = true,
            Readiness = true,
            SurvivesEngineRestart = options.Survivors == SurvivorPolicy.Adopt,
        };
    }

    /// <inheritdoc />
    public PodExecutorCapabilities Capabilities { get; }

    /// <summary>What pods can have on this system.</summary>
    public HostCapabilities Host => surroundings.Launcher.Host;

    /// <inheritdoc />
    public ValueTask ConnectAsync(IPodObserver observer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (Interlocked.CompareExchange(ref this.observer, observer, null) is not null) throw new InvalidOperationException("The executor has an observer already.");
        Recover();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (observer is null) throw new InvalidOperationException("The executor has no observer yet.");
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed is not null, this);
            if (pods.ContainsKey(request.Id)) return ValueTask.CompletedTask;
            var pod = new PodRun(request, surroundings);
            if (surroundings.Log.NotesIgnoredFields) surroundings.Log.NoteIgnoredFields(IgnoredIn(request.Spec));
            if (Unsupported(request) is { } refusal) pod.Refuse(refusal);
            Begin(pod);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask StopAsync(PodId pod, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default)
    {
        if (pods.TryGetValue(pod, out var entry)) entry.Pod.Delete(gracePeriod);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask ReleaseAsync(PodId pod, CancellationToken cancellationToken = default)
    {
        if (pods.TryGetValue(pod, out var entry)) Release(entry);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods, CancellationToken cancellationToken = default)
    {
        foreach (var entry in pods.Values.Where(entry => entry.Pod.Request.Id.JobUid == jobUid))
        {
            Release(entry);
            if (!orphanPods) entry.Pod.Delete(gracePeriod: null);
        }

        surroundings.Logs.Forget(jobUid);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<PodReport>> ListAsync(CancellationToken cancellationToken = default) =>
        new([.. pods.Values.Where(entry => !entry.Released).Select(entry => new PodReport(entry.Pod.Request.Id, entry.Pod.Status))]);

    /// <inheritdoc />
    public IAsyncEnumerable<PodLogLine> ReadLogAsync(PodId pod, PodLogOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return surroundings.Logs.ReadAsync(pod, options, cancellationToken);
    }

    /// <summary>Says how much of a pod's output is kept and how much was dropped.</summary>
    /// <param name="pod">The pod.</param>
    /// <returns>The amounts; null if nothing is known of the pod.</returns>
    public PodLogUsage? GetLogUsage(PodId pod) => surroundings.Logs.Find(pod)?.Usage;

    /// <summary>Stops all pods, each within its grace period, and returns when nothing of them is left; pods that are to be adopted go on.</summary>
    /// <returns>A task that ends when the executor is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        Task closing;
        lock (gate) closing = closed ??= Task.Run(CloseAsync);
        await closing.ConfigureAwait(false);
    }

    private async Task CloseAsync()
    {
        await (Capabilities.SurvivesEngineRestart ? DetachAsync() : ShutDownAsync()).ConfigureAwait(false);
        await parts.DisposeAsync().ConfigureAwait(false);
    }

    private Task ShutDownAsync()
    {
        foreach (var entry in pods.Values) entry.Pod.ShutDown();
        return Task.WhenAll(pods.Values.Select(entry => entry.Life));
    }

    private Task DetachAsync() => Task.WhenAll(pods.Values.Select(entry => entry.Pod.DetachAsync()));

    // What carries a marker of ours and is not taken over belongs to nobody any longer.
    private void Recover()
    {
        var saved = surroundings.Keeper?.ReadAll() ?? [];
        var resumed = saved.Select(pod => (Pod: new PodRun(pod.ToRequest(), surroundings, pod.Status), pod.Processes)).ToList();
        var lost = resumed.Count(pod => !pod.Pod.TryResume(pod.Processes));
        if (parts.IsSuccessor)
        {
            surroundings.Sweeper?.TrySweep();
            PodVolumes.RemoveOthers(surroundings.Folder, resumed.Select(pod => pod.Pod.Request.Uid));
        }

        lock (gate) resumed.ForEach(pod => Begin(pod.Pod));
        if (resumed.Count > 0) surroundings.Log.Resumed(resumed.Count, lost);
    }

    private void Begin(PodRun pod)
    {
        var entry = new PodEntry(pod);
        pods[pod.Request.Id] = entry;

        // Starting a program takes a millisecond or two: not on the caller's time.
        surroundings.Crew.Post(() => _ = LiveAsync(entry));
    }

    private IEnumerable<string> IgnoredIn(PodSpec spec) => IgnoredFields.In(spec, surroundings.Limits.LimitsCpu, Host, surroundings.Options.CaptureOutput);

    private PodEnding? Unsupported(PodStartRequest request)
    {
        if (surroundings.Options.UnsupportedFields != UnsupportedFieldPolicy.Reject) return null;
        var fields = IgnoredIn(request.Spec).Where(field => !IgnoredFields.IsImage(field)).ToArray();
        return fields.Length == 0 ? null : PodEnding.Unsupported(fields);
    }

    private async Task LiveAsync(PodEntry entry)
    {
        try
        {
            await entry.Pod.LiveAsync().ConfigureAwait(false);
            lock (gate)
            {
                entry.Ended = true;
                if (entry.Released) Remove(entry);
            }

            entry.Over();
        }
        catch (Exception error)
        {
            entry.Over(error);
            throw;
        }
    }

    private void Release(PodEntry entry)
    {
        lock (gate)
        {
            entry.Released = true;
            if (entry.Ended) Remove(entry);
        }
    }

    private void Remove(PodEntry entry)
    {
        pods.TryRemove(entry.Pod.Request.Id, out _);
        surroundings.Keeper?.Forget(entry.Pod.Request.Id);
    }

    private void Report(PodReport report)
    {
        try
        {
            observer?.OnReport(in report);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            surroundings.Log.ObserverFailed(report.Pod, error); // a pod must not be lost to it
        }
    }

    private sealed class PodEntry(PodRun pod)
    {
        private readonly TaskCompletionSource life = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal PodRun Pod { get; } = pod;

        /// <summary>Ends with the life of the pod.</summary>
        internal Task Life => life.Task;

        internal bool Released { get; set; }

        internal bool Ended { get; set; }

        internal void Over(Exception? failure = null)
        {
            if (failure is null) life.SetResult();
            else life.TrySetException(failure);
        }
    }
}

using System.Collections.Concurrent;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Processes.Commands;
using BatchJobs.Processes.Logs;
using BatchJobs.Processes.Posix;
using BatchJobs.Processes.Running;

namespace BatchJobs.Processes;

/// <summary>Runs each container of a pod as a process group of its own on this machine.</summary>
/// <remarks>Needs Linux. Nothing it starts outlives it, nor this process: neither a clean end nor <c>kill -9</c> leaves containers behind.</remarks>
public sealed class ProcessPodExecutor : IPodExecutor, IPodLogSource
{
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<PodId, PodEntry> pods = new();
    private readonly ProcessLauncher launcher;
    private readonly PodLogStore logs;
    private readonly PodSurroundings surroundings;
    private readonly ExecutorLog log;
    private IPodObserver? observer;
    private bool disposed;

    /// <summary>Makes an executor; nothing runs before the first pod is started.</summary>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public ProcessPodExecutor(ProcessExecutorOptions? options = null)
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("Pods can run as processes on Linux only.");
        options ??= new ProcessExecutorOptions();
        launcher = new ProcessLauncher(options.TimeProvider);
        logs = new PodLogStore(options.Logs);
        log = new ExecutorLog(options.Logger);
        surroundings = new PodSurroundings(options, launcher, logs, InheritedEnvironment.Take(options.InheritedVariables), Report);
    }

    /// <inheritdoc />
    public PodExecutorCapabilities Capabilities { get; } = new() { Logs = true, InPlaceRestarts = true };

    /// <inheritdoc />
    public ValueTask ConnectAsync(IPodObserver observer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (Interlocked.CompareExchange(ref this.observer, observer, null) is not null) throw new InvalidOperationException("The executor has an observer already.");
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (observer is null) throw new InvalidOperationException("The executor has no observer yet.");
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (pods.ContainsKey(request.Id)) return ValueTask.CompletedTask;
            var pod = new PodRun(request, surroundings);
            var entry = new PodEntry(pod);
            pods[request.Id] = entry;
            log.NoteIgnoredFields(request.Spec);

            // Starting a program takes a millisecond or two: not on the caller's time.
            entry.Life = Task.Run(() => LiveAsync(entry), CancellationToken.None);
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

        logs.Forget(jobUid);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<PodReport>> ListAsync(CancellationToken cancellationToken = default) =>
        new([.. pods.Values.Where(entry => !entry.Released).Select(entry => new PodReport(entry.Pod.Request.Id, entry.Pod.Status))]);

    /// <inheritdoc />
    public IAsyncEnumerable<PodLogLine> ReadLogAsync(PodId pod, PodLogOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return logs.ReadAsync(pod, options, cancellationToken);
    }

    /// <summary>Says how much of a pod's output is kept and how much was dropped.</summary>
    /// <param name="pod">The pod.</param>
    /// <returns>The amounts; null if nothing is known of the pod.</returns>
    public PodLogUsage? GetLogUsage(PodId pod) => logs.Find(pod)?.Usage;

    /// <summary>Stops all pods, each within its grace period, and returns when nothing of them is left.</summary>
    /// <returns>A task that ends when the executor is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        lock (gate) disposed = true;
        foreach (var entry in pods.Values) entry.Pod.ShutDown();
        await Task.WhenAll(pods.Values.Select(entry => entry.Life)).ConfigureAwait(false);
        launcher.Dispose();
    }

    private async Task LiveAsync(PodEntry entry)
    {
        await entry.Pod.LiveAsync().ConfigureAwait(false);
        lock (gate)
        {
            entry.Ended = true;
            if (entry.Released) pods.TryRemove(entry.Pod.Request.Id, out _);
        }
    }

    private void Release(PodEntry entry)
    {
        lock (gate)
        {
            entry.Released = true;
            if (entry.Ended) pods.TryRemove(entry.Pod.Request.Id, out _);
        }
    }

    private void Report(PodReport report)
    {
        try
        {
            observer?.OnReport(in report);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            log.ObserverFailed(report.Pod, error); // a pod must not be lost to it
        }
    }

    private sealed class PodEntry(PodRun pod)
    {
        internal PodRun Pod { get; } = pod;

        internal Task Life { get; set; } = Task.CompletedTask;

        internal bool Released { get; set; }

        internal bool Ended { get; set; }
    }
}

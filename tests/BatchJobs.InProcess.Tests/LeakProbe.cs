using System.Collections.Concurrent;
using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.InProcess.Tests;

/// <summary>Stands between engine and executor and tells when so many Jobs were forgotten and no pod lives.</summary>
internal sealed class LeakProbe(InProcessPodExecutor inner, int jobs) : IPodExecutor, IPodObserver
{
    private readonly ConcurrentDictionary<PodId, bool> living = new();
    private readonly ConcurrentDictionary<Guid, bool> forgotten = new();
    private readonly TaskCompletionSource clean = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IPodObserver? engine;

    public Task Clean => clean.Task;

    public PodExecutorCapabilities Capabilities => inner.Capabilities;

    public ValueTask ConnectAsync(IPodObserver observer, CancellationToken cancellationToken = default)
    {
        engine = observer;
        return inner.ConnectAsync(this, cancellationToken);
    }

    public ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default)
    {
        living[request.Id] = true;
        return inner.StartAsync(request, cancellationToken);
    }

    public ValueTask StopAsync(PodId pod, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default) =>
        inner.StopAsync(pod, gracePeriod, cancellationToken);

    public ValueTask ReleaseAsync(PodId pod, CancellationToken cancellationToken = default) => inner.ReleaseAsync(pod, cancellationToken);

    public async ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods, CancellationToken cancellationToken = default)
    {
        await inner.ForgetJobAsync(jobUid, orphanPods, cancellationToken);
        Assert.True(forgotten.TryAdd(jobUid, true), "A Job is forgotten once.");
        Look();
    }

    public ValueTask<IReadOnlyList<PodReport>> ListAsync(CancellationToken cancellationToken = default) => inner.ListAsync(cancellationToken);

    public void OnReport(in PodReport report)
    {
        engine!.OnReport(report);
        if (report.Status.Phase is PodPhase.Succeeded or PodPhase.Failed)
        {
            Assert.True(living.TryRemove(report.Pod, out _), "A pod ends once.");
            Look();
        }
    }

    public void OnVanished(PodId pod) => engine!.OnVanished(pod);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void Look()
    {
        if (forgotten.Count == jobs && living.IsEmpty)
        {
            clean.TrySetResult();
        }
    }
}

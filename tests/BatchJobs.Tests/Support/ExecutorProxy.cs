using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.Tests.Support;

/// <summary>An executor that passes everything on, for tests to override what they want to see or spoil.</summary>
internal class ExecutorProxy(IPodExecutor inner) : IPodExecutor
{
    public PodExecutorCapabilities Capabilities => inner.Capabilities;

    public virtual ValueTask ConnectAsync(IPodObserver observer, CancellationToken cancellationToken = default) => inner.ConnectAsync(observer, cancellationToken);

    public virtual ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default) => inner.StartAsync(request, cancellationToken);

    public virtual ValueTask StopAsync(PodId pod, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default) => inner.StopAsync(pod, gracePeriod, cancellationToken);

    public virtual ValueTask ReleaseAsync(PodId pod, CancellationToken cancellationToken = default) => inner.ReleaseAsync(pod, cancellationToken);

    public virtual ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods, CancellationToken cancellationToken = default) => inner.ForgetJobAsync(jobUid, orphanPods, cancellationToken);

    public virtual ValueTask<IReadOnlyList<PodReport>> ListAsync(CancellationToken cancellationToken = default) => inner.ListAsync(cancellationToken);

    public virtual ValueTask DisposeAsync() => inner.DisposeAsync();
}

using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Sqlite.Tests.Model;

/// <summary>Pods that go on when their engine dies; from that moment on it can do nothing to them and hears nothing of them.</summary>
internal sealed class DetachedExecutor(ScriptedPodExecutor pods, Func<bool> isDead) : IPodExecutor, IPodObserver
{
    private IPodObserver? observer;

    public PodExecutorCapabilities Capabilities => pods.Capabilities;

    public ValueTask ConnectAsync(IPodObserver observer, CancellationToken cancellationToken = default)
    {
        this.observer = observer;
        return pods.ConnectAsync(this, cancellationToken);
    }

    public ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default) => isDead() ? Never() : pods.StartAsync(request, cancellationToken);

    public ValueTask StopAsync(PodId pod, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default) => isDead() ? Never() : pods.StopAsync(pod, gracePeriod, cancellationToken);

    public ValueTask ReleaseAsync(PodId pod, CancellationToken cancellationToken = default) => isDead() ? Never() : pods.ReleaseAsync(pod, cancellationToken);

    public ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods, CancellationToken cancellationToken = default) =>
        isDead() ? Never() : pods.ForgetJobAsync(jobUid, orphanPods, cancellationToken);

    public ValueTask<IReadOnlyList<PodReport>> ListAsync(CancellationToken cancellationToken = default) => pods.ListAsync(cancellationToken);

    public void OnReport(in PodReport report) => observer?.OnReport(in report);

    public void OnVanished(PodId pod) => observer?.OnVanished(pod);

    public ValueTask DisposeAsync()
    {
        observer = null;
        return ValueTask.CompletedTask;
    }

    private static ValueTask Never() => new(Task.Delay(Timeout.Infinite));
}

using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.Testing.Scripting;

/// <summary>An executor whose pods do what a script says, as the kubelets and the API server of a cluster would let it look.</summary>
/// <remarks>Nothing runs. Time is that of the clock, so under a <see cref="VirtualTimeProvider"/> nothing takes any.</remarks>
/// <param name="clock">The clock.</param>
/// <param name="rules">What pods do: the first rule that matches is taken; a pod without a rule runs until it is deleted.</param>
public sealed class ScriptedPodExecutor(TimeProvider clock, params IReadOnlyList<PodRule> rules) : IPodExecutor
{
    /// <inheritdoc />
    public PodExecutorCapabilities Capabilities { get; } = new() { InPlaceRestarts = true, Readiness = true };

    /// <summary>The pods, and what users do to them.</summary>
    public ScriptedPods Pods { get; } = new(clock, rules);

    /// <inheritdoc />
    public ValueTask ConnectAsync(IPodObserver observer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(observer);
        Pods.Observer = observer;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Pods.Start(request);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask StopAsync(PodId pod, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default)
    {
        Pods.Stop(pod, gracePeriod);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask ReleaseAsync(PodId pod, CancellationToken cancellationToken = default)
    {
        Pods.Release(pod);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods, CancellationToken cancellationToken = default)
    {
        Pods.ForgetJob(jobUid, orphanPods);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<PodReport>> ListAsync(CancellationToken cancellationToken = default) => new(Pods.Unreleased());

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Pods.Close();
        return ValueTask.CompletedTask;
    }
}

using BatchJobs.Pods;

namespace BatchJobs.Execution;

/// <summary>An executor that has no pods and takes none: for engines that only look at Jobs and change them.</summary>
/// <remarks>Goes with <see cref="JobEngineOptions.Cordoned"/>; without it, an engine over this executor tells that its pods are refused.</remarks>
public sealed class NoPodExecutor : IPodExecutor
{
    /// <inheritdoc />
    public PodExecutorCapabilities Capabilities { get; } = new();

    /// <inheritdoc />
    public ValueTask ConnectAsync(IPodObserver observer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    /// <summary>Refuses the pod.</summary>
    /// <param name="request">The pod.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that has failed.</returns>
    /// <exception cref="PodStartException">Always.</exception>
    public ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromException(new PodStartException("NoExecutor", "this executor takes no pods"));

    /// <inheritdoc />
    public ValueTask StopAsync(PodId pod, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    /// <inheritdoc />
    public ValueTask ReleaseAsync(PodId pod, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    /// <inheritdoc />
    public ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<PodReport>> ListAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<IReadOnlyList<PodReport>>([]);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

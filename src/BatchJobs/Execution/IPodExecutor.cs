using BatchJobs.Pods;

namespace BatchJobs.Execution;

/// <summary>Runs pods somewhere: in this process, as processes of the operating system, on a cluster.</summary>
/// <remarks>
/// An executor does what a node's kubelet does and nothing more: it never decides whether a pod is needed.
/// All members may be called from several threads at once. Reports go to the observer given to
/// <see cref="ConnectAsync"/>; those about one pod come in the order in which things happened.
/// A finished pod stays known, and is listed, until it is released.
/// </remarks>
public interface IPodExecutor : IAsyncDisposable
{
    /// <summary>What this executor can do beyond starting and stopping pods.</summary>
    PodExecutorCapabilities Capabilities { get; }

    /// <summary>Names the one receiver of all reports; called once, before anything else.</summary>
    /// <param name="observer">The receiver.</param>
    /// <param name="cancellationToken">Ends the attempt to connect.</param>
    /// <returns>A task that ends when reports can flow.</returns>
    ValueTask ConnectAsync(IPodObserver observer, CancellationToken cancellationToken = default);

    /// <summary>Starts a pod; asking again for a pod that is known does nothing.</summary>
    /// <param name="request">The pod.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the pod has been accepted.</returns>
    /// <exception cref="PodStartException">The executor can't or won't accept the pod now; the engine tries again later.</exception>
    /// <remarks>A pod that was accepted and can't run (no such program, ...) is reported as failed, not thrown.</remarks>
    ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default);

    /// <summary>Asks a pod to end, and ends it by force after the grace period; unknown and finished pods are left alone.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="gracePeriod">Time between request and force; null for the one in the pod spec.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the request has been taken; the end itself is reported.</returns>
    ValueTask StopAsync(PodId pod, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default);

    /// <summary>Says that the outcome of a pod is saved: it need no longer be listed once it has ended.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the request has been taken.</returns>
    /// <remarks>What the removal of the finalizer <c>batch.kubernetes.io/job-tracking</c> is on a cluster.</remarks>
    ValueTask ReleaseAsync(PodId pod, CancellationToken cancellationToken = default);

    /// <summary>Says that a Job is gone: its logs and other remains can be dropped.</summary>
    /// <param name="jobUid">The uid of the Job.</param>
    /// <param name="orphanPods">true to let its pods go on until they end by themselves; false to stop them.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the request has been taken.</returns>
    ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods, CancellationToken cancellationToken = default);

    /// <summary>Lists the pods that are not released, for recovery after a restart.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The latest report of each.</returns>
    ValueTask<IReadOnlyList<PodReport>> ListAsync(CancellationToken cancellationToken = default);
}

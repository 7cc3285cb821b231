using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.Scheduling;

/// <summary>Puts an <see cref="IPodScheduler"/> in front of one or more executors: pods wait until it binds them to a node.</summary>
/// <remarks>A waiting pod is <see cref="PodPhase.Pending"/> and not scheduled, as on a cluster; a pod that is stopped while it waits ends as failed.</remarks>
public sealed class ScheduledPodExecutor : IPodExecutor, IPodLogSource, IPodResultSource
{
    private readonly SchedulingQueue queue;
    private readonly PodNode[] nodes;

    /// <summary>Makes an executor.</summary>
    /// <param name="nodes">Where pods can run; their executors are disposed with this one.</param>
    /// <param name="scheduler">Decides; null for <see cref="FifoPodScheduler"/>.</param>
    /// <param name="timeProvider">The clock; null for <see cref="TimeProvider.System"/>.</param>
    public ScheduledPodExecutor(IEnumerable<PodNode> nodes, IPodScheduler? scheduler = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        this.nodes = [.. nodes];
        ArgumentOutOfRangeException.ThrowIfZero(this.nodes.Length, nameof(nodes));
        if (this.nodes.GroupBy(node => node.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"There are two nodes of the name \"{twice.Key}\".", nameof(nodes));
        }

        Capabilities = new PodExecutorCapabilities
        {
            Logs = this.nodes.Any(node => node.Executor is IPodLogSource),
            InPlaceRestarts = this.nodes.All(node => node.Executor.Capabilities.InPlaceRestarts),
            Readiness = this.nodes.All(node => node.Executor.Capabilities.Readiness),
            SurvivesEngineRestart = this.nodes.All(node => node.Executor.Capabilities.SurvivesEngineRestart),
        };
        queue = new SchedulingQueue(this.nodes, scheduler ?? new FifoPodScheduler(), timeProvider ?? TimeProvider.System);
    }

    /// <summary>Puts an <see cref="IPodScheduler"/> in front of one executor.</summary>
    /// <param name="executor">Runs the pods; disposed with this one.</param>
    /// <param name="capacity">How many pods run at once.</param>
    /// <param name="scheduler">Decides; null for <see cref="FifoPodScheduler"/>.</param>
    /// <param name="timeProvider">The clock; null for <see cref="TimeProvider.System"/>.</param>
    public ScheduledPodExecutor(IPodExecutor executor, int capacity, IPodScheduler? scheduler = null, TimeProvider? timeProvider = null)
        : this([new PodNode("local", executor) { Capacity = capacity }], scheduler, timeProvider)
    {
    }

    /// <inheritdoc />
    public PodExecutorCapabilities Capabilities { get; }

    /// <summary>Where pods can run.</summary>
    public IReadOnlyList<PodNode> Nodes => nodes;

    /// <summary>Lets the scheduler look again, because something has changed that only it knows of, such as a quota.</summary>
    public void Reschedule() => queue.Reschedule();

    /// <inheritdoc />
    public async ValueTask ConnectAsync(IPodObserver observer, CancellationToken cancellationToken = default)
    {
        queue.Connect(observer);
        foreach (PodNode node in nodes)
        {
            await node.Executor.ConnectAsync(new NodeObserver(queue, node), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default)
    {
        queue.Start(request);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask StopAsync(PodId pod, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default) =>
        queue.Stop(pod, gracePeriod) is { } node ? node.Executor.StopAsync(pod, gracePeriod, cancellationToken) : ValueTask.CompletedTask;

    /// <inheritdoc />
    public ValueTask ReleaseAsync(PodId pod, CancellationToken cancellationToken = default) =>
        queue.Release(pod) is { } node ? node.Executor.ReleaseAsync(pod, cancellationToken) : ValueTask.CompletedTask;

    /// <inheritdoc />
    public async ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods, CancellationToken cancellationToken = default)
    {
        if (!orphanPods)
        {
            queue.ForgetJob(jobUid);
        }

        foreach (PodNode node in nodes)
        {
            await node.Executor.ForgetJobAsync(jobUid, orphanPods, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<PodReport>> ListAsync(CancellationToken cancellationToken = default)
    {
        foreach (PodNode node in nodes)
        {
            queue.Learn(node, await node.Executor.ListAsync(cancellationToken).ConfigureAwait(false));
        }

        return queue.List();
    }

    /// <inheritdoc />
    public IAsyncEnumerable<PodLogLine> ReadLogAsync(PodId pod, PodLogOptions options, CancellationToken cancellationToken = default)
    {
        // Logs outlive pods, so that a pod this executor has forgotten may still have one on any node.
        return Sources(pod).OfType<IPodLogSource>().Select(source => source.ReadLogAsync(pod, options, cancellationToken)).Aggregate(AsyncEnumerable.Empty<PodLogLine>(), AsyncEnumerable.Concat);
    }

    PodResult? IPodResultSource.FindResult(PodId pod, int? index) =>
        Sources(pod).OfType<IPodResultSource>().Select(source => source.FindResult(pod, index)).FirstOrDefault(result => result is not null);

    void IPodResultSource.RestoreResults(Guid jobUid, IReadOnlyList<PodResult> results) =>
        nodes.Select(node => node.Executor).OfType<IPodResultSource>().FirstOrDefault()?.RestoreResults(jobUid, results);

    /// <summary>Forgets the pods that wait, and closes the executors of all nodes.</summary>
    /// <returns>A task that ends when all are closed.</returns>
    public async ValueTask DisposeAsync()
    {
        await queue.DisposeAsync().ConfigureAwait(false);
        foreach (PodNode node in nodes)
        {
            await node.Executor.DisposeAsync().ConfigureAwait(false);
        }
    }

    private IEnumerable<IPodExecutor> Sources(PodId pod) => (queue.FindNode(pod) is { } known ? [known] : nodes).Select(node => node.Executor);

    private sealed class NodeObserver(SchedulingQueue queue, PodNode node) : IPodObserver
    {
        public void OnReport(in PodReport report) => queue.Report(node, in report);

        public void OnVanished(PodId pod) => queue.Vanish(pod);
    }
}

using System.Collections.Concurrent;
using BatchJobs.Diagnostics;
using BatchJobs.Execution;
using BatchJobs.Kubernetes.Executor;
using BatchJobs.Kubernetes.Lease;
using BatchJobs.Kubernetes.Logs;
using BatchJobs.Kubernetes.Requests;
using BatchJobs.Kubernetes.Watching;

namespace BatchJobs.Kubernetes;

/// <summary>Runs pods as Pods of a Kubernetes cluster, under an engine in this process.</summary>
/// <remarks>
/// Pods go on while the engine is down. An engine with the same <see cref="KubernetesExecutorOptions.Identity"/> takes them over,
/// and a Lease sees to it that only one such engine acts at a time.
/// </remarks>
public sealed partial class KubernetesPodExecutor : IPodExecutor, IPodLogSource
{
    private static readonly TimeSpan LogPatience = TimeSpan.FromMilliseconds(250);

    private readonly KubernetesExecutorOptions options;
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentDictionary<Guid, string> namespaces = new();
    private readonly ConcurrentDictionary<Guid, bool> forgetting = new();
    private readonly ApiServer server;
    private readonly EngineLease? lease;
    private readonly PodTable table;
    private readonly PodCreator creator;
    private readonly PodOrders orders;
    private readonly Outbox outbox;
    private readonly Feed feed;
    private readonly PodLogReader logs;
    private readonly LastLines lastLines;
    private IPodObserver? observer;
    private Task watching = Task.CompletedTask;
    private Task? closed;

    /// <summary>Makes an executor; nothing is asked of the cluster before it is connected.</summary>
    /// <param name="options">The settings; null for the defaults.</param>
    public KubernetesPodExecutor(KubernetesExecutorOptions? options = null)
    {
        options = (options ?? new KubernetesExecutorOptions()).Validate();
        this.options = options = options with { Logger = new CalmLogger(options.Logger) };
        server = new ApiServer(options.Connection, options.TimeProvider);
        lease = options.LeaseDuration is { } duration
            ? new EngineLease(server, options.Namespace ?? server.Namespace ?? "default", $"batchjobs-{options.Identity}", duration, options.TimeProvider, options.Logger)
            : null;
        table = new PodTable(Report, Settle);
        creator = new PodCreator(server, options);
        orders = new PodOrders(server, options);
        outbox = new Outbox(token => lease?.WhenHeldAsync(token) ?? Task.CompletedTask, options);
        feed = new Feed(server, PodPaths.Collection(options.Namespace), PodPaths.Unreleased(options.Identity), table, options.Watch, options.TimeProvider, options.Logger);
        logs = new PodLogReader(server, options.TimeProvider);
        lastLines = new LastLines(options.FailedPodLogs);
    }

    /// <inheritdoc />
    public PodExecutorCapabilities Capabilities { get; } = new() { Logs = true, InPlaceRestarts = true, Readiness = true, SurvivesEngineRestart = true };

    /// <summary>Waits for the lease, finds the pods of engines before this one, and begins to watch.</summary>
    /// <param name="observer">The receiver of all reports.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when reports can flow.</returns>
    /// <exception cref="KubernetesApiException">The API server refuses what is needed.</exception>
    public async ValueTask ConnectAsync(IPodObserver observer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (Interlocked.CompareExchange(ref this.observer, observer, null) is not null)
        {
            throw new InvalidOperationException("The executor has an observer already.");
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token);
        if (lease is not null)
        {
            await lease.AcquireAsync(either.Token).ConfigureAwait(false);
        }

        string version = await feed.ListAsync(either.Token).ConfigureAwait(false);
        watching = Task.Run(() => feed.RunAsync(version, closing.Token), CancellationToken.None);
    }

    /// <inheritdoc />
    public async ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ObjectDisposedException.ThrowIf(closed is not null, this);
        if (observer is null)
        {
            throw new InvalidOperationException("The executor has no observer yet.");
        }

        if (lease is { IsHeld: false })
        {
            throw new PodStartException("LeaseLost", "Another engine with the same identity may be running the pods.");
        }

        string namespaceName = NamespaceOf(request);
        if (!table.TryBegin(request.Id, namespaceName, request.Name))
        {
            return;
        }

        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token);
            if (table.Confirm(await creator.CreateAsync(request, namespaceName, either.Token).ConfigureAwait(false)) is { } unwanted)
            {
                Undo(unwanted);
            }
        }
        catch
        {
            table.Abandon(request.Id);
            throw;
        }
    }

    /// <summary>Lets go of the cluster; pods go on.</summary>
    /// <returns>A task that ends when the orders given before have been brought to the server, or time is up.</returns>
    public async ValueTask DisposeAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref closed, done.Task, null) is { } other)
        {
            await other.ConfigureAwait(false);
            return;
        }

        try
        {
            await CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            done.TrySetResult();
        }
    }

    private async Task CloseAsync()
    {
        await outbox.DisposeAsync().ConfigureAwait(false);
        await closing.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        if (lease is not null)
        {
            await lease.DisposeAsync().ConfigureAwait(false);
        }

        server.Dispose();
    }

    private string NamespaceOf(PodStartRequest request) =>
        options.Namespace ?? namespaces.GetOrAdd(request.Id.JobUid, static (_, job) => job.Namespace, request.Job);
}

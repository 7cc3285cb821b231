using System.Runtime.CompilerServices;
using BatchJobs.Client;
using BatchJobs.Control.Protocol;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Control;

/// <summary>The Jobs of an engine in another process of this machine, over the socket of a <see cref="JobControlServer"/>.</summary>
/// <remarks>
/// Safe for use by many threads. Every call has a connection of its own, so there is nothing to close, and an engine that was restarted
/// is found again. Times of objects come in whole seconds, as from an API server. The exceptions are those of the engine; <see cref="JobControlException"/> says that it could not be asked.
/// </remarks>
public sealed partial class RemoteJobClient : IJobClient, ICronJobClient
{
    private readonly Conversation server;

    /// <summary>Names the socket; nothing is opened yet.</summary>
    /// <param name="path">The socket.</param>
    public RemoteJobClient(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        server = new Conversation(System.IO.Path.GetFullPath(path));
    }

    /// <summary>Makes sure that an engine answers.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when it has answered.</returns>
    /// <exception cref="JobControlException">Nobody answers, or somebody of another version.</exception>
    public Task PingAsync(CancellationToken cancellationToken = default) => EndAsync(new ControlRequest(ControlVerb.Ping), cancellationToken);

    /// <inheritdoc />
    public Task<Job> CreateAsync(Job job, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return JobAsync(new ControlRequest(ControlVerb.Create) { Job = job }, cancellationToken);
    }

    /// <inheritdoc />
    public Task<Job> GetAsync(JobKey key, CancellationToken cancellationToken = default) => JobAsync(About(ControlVerb.Get, key), cancellationToken);

    /// <inheritdoc />
    public async Task<JobList> ListAsync(JobListOptions? options = null, CancellationToken cancellationToken = default)
    {
        List<Job> items = [];
        ControlReply end = await server.AskAsync(new ControlRequest(ControlVerb.List) { List = options }, cancellationToken).CollectAsync(reply => reply.Job, items).ConfigureAwait(false);
        return new JobList(items, end.Continue, end.ResourceVersion ?? "");
    }

    /// <inheritdoc />
    public IAsyncEnumerable<JobChange> WatchAsync(JobWatchOptions? options = null, CancellationToken cancellationToken = default) =>
        StreamAsync(new ControlRequest(ControlVerb.Watch) { Watch = options }, static reply => reply.Change, cancellationToken);

    /// <inheritdoc />
    public Task<Job> WaitAsync(JobKey key, CancellationToken cancellationToken = default) => JobAsync(About(ControlVerb.Wait, key), cancellationToken);

    /// <inheritdoc />
    public Task<Job> UpdateAsync(Job job, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return JobAsync(new ControlRequest(ControlVerb.Update) { Job = job }, cancellationToken);
    }

    /// <inheritdoc />
    public Task<Job> PatchAsync(JobKey key, string mergePatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mergePatch);
        return JobAsync(About(ControlVerb.Patch, key) with { MergePatch = mergePatch }, cancellationToken);
    }

    /// <inheritdoc />
    public Task DeleteAsync(JobKey key, JobDeleteOptions? options = null, CancellationToken cancellationToken = default) =>
        EndAsync(About(ControlVerb.Delete, key) with { Delete = options }, cancellationToken);

    /// <inheritdoc />
    public Task<Job> RetryFailedIndexesAsync(JobKey key, string? name = null, CancellationToken cancellationToken = default) =>
        JobAsync(About(ControlVerb.RetryFailedIndexes, key) with { Name = name }, cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<JobPod>> ListPodsAsync(JobKey key, CancellationToken cancellationToken = default) =>
        await ManyAsync(About(ControlVerb.ListPods, key), static reply => reply.Pod, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public IAsyncEnumerable<JobPod> WatchPodsAsync(JobKey key, CancellationToken cancellationToken = default) =>
        StreamAsync(About(ControlVerb.WatchPods, key), static reply => reply.Pod, cancellationToken);

    /// <inheritdoc />
    public Task DeletePodAsync(JobKey key, string podName, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(podName);
        return EndAsync(About(ControlVerb.DeletePod, key) with { Name = podName, GracePeriod = gracePeriod }, cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<PodLogLine> ReadLogAsync(JobKey key, string podName, PodLogOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(podName);
        return server.AskAsync(About(ControlVerb.ReadLog, key) with { Name = podName, Log = options }, cancellationToken)
            .Where(static reply => reply.Line is not null)
            .Select(static reply => reply.Line!.Value);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<JobEventEntry>> ListEventsAsync(JobKey key, CancellationToken cancellationToken = default) =>
        await ManyAsync(About(ControlVerb.ListEvents, key), static reply => reply.Event, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public Task<JobExplanation> ExplainAsync(JobKey key, CancellationToken cancellationToken = default) =>
        OneAsync(About(ControlVerb.Explain, key), static reply => reply.Explanation, cancellationToken);

    internal static string Mismatch(string path, int server, int client) =>
        FormattableString.Invariant($"The server at {path} speaks version {server} of the protocol and this client version {client}: use the same version of BatchJobs on both sides.");

    private static ControlRequest About(ControlVerb verb, JobKey key) => new(verb) { Key = key };

    private Task<Job> JobAsync(ControlRequest request, CancellationToken cancellationToken) => OneAsync(request, static reply => reply.Job, cancellationToken);

    private async Task<T> OneAsync<T>(ControlRequest request, Func<ControlReply, T?> part, CancellationToken cancellationToken)
        where T : class => (await ManyAsync(request, part, cancellationToken).ConfigureAwait(false))[0];

    private async Task<List<T>> ManyAsync<T>(ControlRequest request, Func<ControlReply, T?> part, CancellationToken cancellationToken)
        where T : class
    {
        List<T> items = [];
        await server.AskAsync(request, cancellationToken).CollectAsync(part, items).ConfigureAwait(false);
        return items;
    }

    private Task<List<Job>> EndAsync(ControlRequest request, CancellationToken cancellationToken) => ManyAsync<Job>(request, static _ => null, cancellationToken);

    private async IAsyncEnumerable<T> StreamAsync<T>(ControlRequest request, Func<ControlReply, T?> part, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        await foreach (ControlReply reply in server.AskAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (part(reply) is { } item)
            {
                yield return item;
            }
        }
    }
}

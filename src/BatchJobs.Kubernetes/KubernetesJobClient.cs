using System.Text.Json;
using System.Text.Json.Nodes;
using BatchJobs.Client;
using BatchJobs.Kubernetes.Logs;
using BatchJobs.Kubernetes.Native;
using BatchJobs.Kubernetes.Requests;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Watching;

namespace BatchJobs.Kubernetes;

/// <summary>Hands whole Jobs to the cluster's own Job controller.</summary>
/// <remarks>The Jobs are objects of the cluster: they go on without this process, and kubectl sees them.</remarks>
public sealed partial class KubernetesJobClient : IJobClient, ICronJobClient, IDisposable
{
    private readonly KubernetesJobClientOptions options;
    private readonly ApiServer server;
    private readonly ObjectStore jobs;
    private readonly NativePods pods;
    private readonly PodLogReader logs;
    private readonly CancellationTokenSource closing = new();

    /// <summary>Makes a client; nothing is asked of the cluster yet.</summary>
    /// <param name="options">The settings; null for the defaults.</param>
    public KubernetesJobClient(KubernetesJobClientOptions? options = null)
    {
        this.options = options ??= new KubernetesJobClientOptions();
        server = new ApiServer(options.Connection.Validate(), options.TimeProvider);
        jobs = new ObjectStore(server, "batch/v1", "jobs");
        pods = new NativePods(server);
        logs = new PodLogReader(server, options.TimeProvider);
    }

    /// <inheritdoc />
    /// <exception cref="UnsupportedFieldsException">The cluster would ignore parts of the Job; it was not created.</exception>
    public async Task<Job> CreateAsync(Job job, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return WireObjects.Job(await jobs.CreateAsync(job.Key(), WireObjects.Json(job), cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc />
    public async Task<Job> GetAsync(JobKey key, CancellationToken cancellationToken = default) =>
        WireObjects.Job(await jobs.GetAsync(key, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    /// <remarks>The server's own continuation expires; so everything is read and cut here.</remarks>
    public async Task<JobList> ListAsync(JobListOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new JobListOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Limit, 1, nameof(options));
        string query = SelectorText.Query(options.LabelSelector) + (options.FieldSelector is { } fields ? "&fieldSelector=" + Uri.EscapeDataString(fields) : "");
        (IReadOnlyList<Job> all, string version) = await jobs.ListAsync(options.Namespace, query, WireObjects.Job, cancellationToken).ConfigureAwait(false);
        (List<Job> page, bool more) = all
            .Where(job => options.Finished is null || options.Finished == job.IsFinished())
            .OrderBy(job => job.Key().Namespace, StringComparer.Ordinal)
            .ThenBy(job => job.Key().Name, StringComparer.Ordinal)
            .SkipWhile(job => options.Continue is { } last && !IsAfter(job.Key(), last))
            .TakePage(options.Limit);
        return new JobList(page, more ? page[^1].Key() : null, version);
    }

    /// <inheritdoc />
    /// <exception cref="UnsupportedFieldsException">The cluster would ignore parts of the Job; it was not changed.</exception>
    public async Task<Job> UpdateAsync(Job job, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return WireObjects.Job(await jobs.ReplaceAsync(job.Key(), WireObjects.Json(job), cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc />
    /// <exception cref="UnsupportedFieldsException">The cluster would ignore parts of the patch; the Job was not changed.</exception>
    public async Task<Job> PatchAsync(JobKey key, string mergePatch, CancellationToken cancellationToken = default) =>
        WireObjects.Job(await jobs.PatchAsync(key, ReadPatch(mergePatch), cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public Task DeleteAsync(JobKey key, JobDeleteOptions? options = null, CancellationToken cancellationToken = default) =>
        jobs.DeleteAsync(key, options, cancellationToken);

    /// <inheritdoc />
    /// <remarks>The cluster's controller has no way to begin with indexes that are done already.</remarks>
    public Task<Job> RetryFailedIndexesAsync(JobKey key, string? name = null, CancellationToken cancellationToken = default) =>
        Task.FromException<Job>(new NotSupportedException("The cluster's own Job controller cannot run only some of a Job's indexes."));

    /// <inheritdoc />
    public async Task<IReadOnlyList<JobEventEntry>> ListEventsAsync(JobKey key, CancellationToken cancellationToken = default)
    {
        Job job = await GetAsync(key, cancellationToken).ConfigureAwait(false);
        return await NativeEvents.ListAsync(server, key, job.Metadata.Uid, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    /// <remarks>The cluster keeps its reasons to itself; what it says in events and conditions is all there is.</remarks>
    public async Task<JobExplanation> ExplainAsync(JobKey key, CancellationToken cancellationToken = default)
    {
        Job job = await GetAsync(key, cancellationToken).ConfigureAwait(false);
        return NativeExplanation.Of(job, await NativeEvents.ListAsync(server, key, job.Metadata.Uid, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Closes the connections; Jobs go on, and who waits for one learns that nobody looks any more.</summary>
    public void Dispose()
    {
        if (!closing.IsCancellationRequested)
        {
            closing.Cancel();
            closing.Dispose();
            server.Dispose();
        }
    }

    private static bool IsAfter(JobKey key, JobKey last)
    {
        int order = string.CompareOrdinal(key.Namespace, last.Namespace);
        return order > 0 || (order == 0 && string.CompareOrdinal(key.Name, last.Name) > 0);
    }

    private static JsonObject ReadPatch(string mergePatch)
    {
        ArgumentNullException.ThrowIfNull(mergePatch);
        return JsonNode.Parse(mergePatch) as JsonObject ?? throw new JsonException("A merge patch of an object is an object.");
    }
}

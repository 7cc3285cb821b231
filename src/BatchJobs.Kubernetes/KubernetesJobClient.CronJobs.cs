using System.Text.Json.Nodes;
using BatchJobs.Client;
using BatchJobs.Kubernetes.Native;
using BatchJobs.Kubernetes.Requests;
using BatchJobs.Primitives;
using BatchJobs.Runtime;
using BatchJobs.Specs;

namespace BatchJobs.Kubernetes;

/// <content>CronJobs.</content>
public sealed partial class KubernetesJobClient
{
    private ObjectStore? cronJobs;

    /// <inheritdoc />
    /// <exception cref="UnsupportedFieldsException">The cluster would ignore parts of the CronJob; it was not created.</exception>
    public async Task<CronJob> CreateCronJobAsync(CronJob cronJob, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cronJob);
        ObjectStore store = await FindCronJobsAsync(cancellationToken).ConfigureAwait(false);
        JobKey key = new(cronJob.Metadata.Namespace ?? JobKey.DefaultNamespace, cronJob.Metadata.Name ?? "");
        return WireObjects.CronJob(await store.CreateAsync(key, WireObjects.Json(cronJob, store.Group), cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc />
    public async Task<CronJob> GetCronJobAsync(JobKey key, CancellationToken cancellationToken = default)
    {
        ObjectStore store = await FindCronJobsAsync(cancellationToken).ConfigureAwait(false);
        return WireObjects.CronJob(await store.GetAsync(key, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<CronJob>> ListCronJobsAsync(string? namespaceName = null, CancellationToken cancellationToken = default)
    {
        ObjectStore store = await FindCronJobsAsync(cancellationToken).ConfigureAwait(false);
        (IReadOnlyList<CronJob> all, _) = await store.ListAsync(namespaceName, "", WireObjects.CronJob, cancellationToken).ConfigureAwait(false);
        return [.. all.OrderBy(item => item.Metadata.Namespace, StringComparer.Ordinal).ThenBy(item => item.Metadata.Name, StringComparer.Ordinal)];
    }

    /// <inheritdoc />
    /// <exception cref="UnsupportedFieldsException">The cluster would ignore parts of the patch; the CronJob was not changed.</exception>
    public async Task<CronJob> PatchCronJobAsync(JobKey key, string mergePatch, CancellationToken cancellationToken = default)
    {
        JsonObject patch = ReadPatch(mergePatch);
        ObjectStore store = await FindCronJobsAsync(cancellationToken).ConfigureAwait(false);
        return WireObjects.CronJob(await store.PatchAsync(key, patch, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc />
    public async Task DeleteCronJobAsync(JobKey key, JobDeleteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ObjectStore store = await FindCronJobsAsync(cancellationToken).ConfigureAwait(false);
        await store.DeleteAsync(key, options, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<Job> TriggerCronJobAsync(JobKey key, string? jobName = null, CancellationToken cancellationToken = default)
    {
        ObjectStore store = await FindCronJobsAsync(cancellationToken).ConfigureAwait(false);
        CronJob cronJob = await GetCronJobAsync(key, cancellationToken).ConfigureAwait(false);
        Job job = ManualRun.Of(cronJob, jobName);
        OwnerReference owner = job.Metadata.OwnerReferences![0] with { ApiVersion = store.Group };
        return await CreateAsync(job with { Metadata = job.Metadata with { OwnerReferences = [owner] } }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<JobEventEntry>> ListCronJobEventsAsync(JobKey key, CancellationToken cancellationToken = default)
    {
        CronJob cronJob = await GetCronJobAsync(key, cancellationToken).ConfigureAwait(false);
        return await NativeEvents.ListAsync(server, key, cronJob.Metadata.Uid, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>CronJobs moved to batch/v1 with Kubernetes 1.21; before they were the same in batch/v1beta1.</summary>
    private async ValueTask<ObjectStore> FindCronJobsAsync(CancellationToken cancellationToken)
    {
        if (cronJobs is null)
        {
            string resources = await server.SendAsync(ApiRequest.Get("apis/batch/v1"), cancellationToken).ConfigureAwait(false);
            bool settled = JsonNode.Parse(resources)!["resources"]!.AsArray().Any(resource => resource!["name"]!.GetValue<string>() == "cronjobs");
            cronJobs = new ObjectStore(server, settled ? "batch/v1" : "batch/v1beta1", "cronjobs");
        }

        return cronJobs;
    }
}

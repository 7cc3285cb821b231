using System.Globalization;
using System.Net;
using BatchJobs.Kubernetes.Mapping;
using BatchJobs.Kubernetes.Requests;
using k8s.Models;

namespace BatchJobs.Kubernetes.Executor;

/// <summary>The orders that change pods that exist; one for a pod that is gone has nothing left to do.</summary>
internal sealed class PodOrders(ApiServer server, KubernetesExecutorOptions options)
{
    /// <summary>Asks a pod to end.</summary>
    /// <remarks>
    /// Never with a grace period of 0: that would make the server forget the pod while its node still runs it, and another pod of
    /// the same index could start beside it. One second is as good as none, and the node confirms the end.
    /// </remarks>
    public Task StopAsync(PodEntry pod, TimeSpan? gracePeriod, CancellationToken cancellationToken)
    {
        string grace = gracePeriod is { } period
            ? string.Create(CultureInfo.InvariantCulture, $$""","gracePeriodSeconds":{{Math.Max(1, (long)Math.Ceiling(period.TotalSeconds))}}""")
            : "";
        string body = $$"""{"apiVersion":"v1","kind":"DeleteOptions"{{grace}}}""";
        return UnlessGoneAsync(ApiRequest.Delete(PodPaths.Pod(pod.Namespace, pod.Name), body), cancellationToken);
    }

    /// <summary>Lets the object of a pod go, and takes it out of the watch.</summary>
    public async Task ReleaseAsync(PodEntry pod, CancellationToken cancellationToken)
    {
        string path = PodPaths.Pod(pod.Namespace, pod.Name);
        try
        {
            await UnlessGoneAsync(Release(path, options.TrackingFinalizer ? 0 : -1), cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesApiException error) when (error.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest)
        {
            // The finalizer is somewhere else, or has gone with an attempt whose answer was lost.
            await ReleaseAsItIsAsync(path, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReleaseAsItIsAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            V1Pod pod = await server.SendAsync<V1Pod>(ApiRequest.Get(path).UntilAnswered(), cancellationToken).ConfigureAwait(false);
            int finalizer = pod.Metadata.Finalizers?.IndexOf(TrackingNames.Finalizer) ?? -1;
            if (finalizer >= 0 || !pod.Metadata.Labels.ContainsKey(TrackingNames.Released))
            {
                await server.SendAsync(Release(path, finalizer).UntilAnswered(), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (KubernetesApiException error) when (error.Is(HttpStatusCode.NotFound))
        {
            // As it should be.
        }
    }

    /// <remarks>No strategic merge patch: applied a second time, its <c>$deleteFromPrimitiveList</c> adds what it should delete.</remarks>
    private static ApiRequest Release(string path, int finalizer)
    {
        string label = $$"""{"op":"add","path":"/metadata/labels/{{TrackingNames.Released.Replace("/", "~1", StringComparison.Ordinal)}}","value":"true"}""";
        string removal = finalizer < 0 ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"op":"test","path":"/metadata/finalizers/{{finalizer}}","value":"{{TrackingNames.Finalizer}}"},{"op":"remove","path":"/metadata/finalizers/{{finalizer}}"},""");
        return ApiRequest.Patch(path, $"[{removal}{label}]", ApiRequest.JsonPatch);
    }

    /// <summary>Deletes all pods of a Job, those that were released long ago too.</summary>
    /// <param name="namespaceName">Where they are; null if this engine has started none of them.</param>
    /// <param name="jobUid">The Job.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task DeleteAllAsync(string? namespaceName, Guid jobUid, CancellationToken cancellationToken)
    {
        string selector = PodPaths.OfJob(options.Identity, jobUid);
        if ((namespaceName ?? await FindNamespaceAsync(selector, cancellationToken).ConfigureAwait(false)) is { } found)
        {
            ApiRequest delete = ApiRequest.Delete($"{PodPaths.Collection(found)}?{selector}", """{"apiVersion":"v1","kind":"DeleteOptions"}""");
            await UnlessGoneAsync(delete, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string?> FindNamespaceAsync(string selector, CancellationToken cancellationToken)
    {
        ApiRequest list = ApiRequest.Get($"{PodPaths.Collection(null)}?{selector}&limit=1").UntilAnswered();
        V1PodList pods = await server.SendAsync<V1PodList>(list, cancellationToken).ConfigureAwait(false);
        return pods.Items is [{ } any, ..] ? any.Metadata.NamespaceProperty : null;
    }

    private async Task UnlessGoneAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await server.SendAsync(request.UntilAnswered(), cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesApiException error) when (error.Is(HttpStatusCode.NotFound))
        {
            // As it should be.
        }
    }
}

using System.Net;
using BatchJobs.Execution;
using BatchJobs.Kubernetes.Mapping;
using BatchJobs.Kubernetes.Requests;
using k8s.Models;

namespace BatchJobs.Kubernetes.Executor;

/// <summary>Creates pods so that at the end it is certain whether each exists.</summary>
internal sealed class PodCreator(ApiServer server, KubernetesExecutorOptions options)
{
    /// <returns>The pod, new or there already.</returns>
    /// <exception cref="PodStartException">The pod does not exist.</exception>
    public async Task<PodSnapshot> CreateAsync(PodStartRequest request, string namespaceName, CancellationToken cancellationToken)
    {
        ApiRequest post = ApiRequest.Post(PodPaths.Collection(namespaceName), PodManifest.Json(request, namespaceName, options));
        try
        {
            return PodSnapshot.Of(await server.SendAsync<V1Pod>(post, cancellationToken).ConfigureAwait(false))!;
        }
        catch (KubernetesApiException error) when (error.IsTransient || error.Is(nameof(HttpStatusCode.Conflict)) || error.Is("AlreadyExists"))
        {
            // An earlier attempt, also one of an engine before this one, may have had more success than its answer said.
            return await FindAsync(namespaceName, request, cancellationToken).ConfigureAwait(false) ?? throw Refusal(error);
        }
        catch (KubernetesApiException error)
        {
            throw Refusal(error);
        }
    }

    private async Task<PodSnapshot?> FindAsync(string namespaceName, PodStartRequest request, CancellationToken cancellationToken)
    {
        try
        {
            V1Pod pod = await server.SendAsync<V1Pod>(ApiRequest.Get(PodPaths.Pod(namespaceName, request.Name)).UntilAnswered(), cancellationToken).ConfigureAwait(false);
            return PodSnapshot.Of(pod) is { } found && found.Id == request.Id ? found : null;
        }
        catch (KubernetesApiException error) when (error.Is(HttpStatusCode.NotFound))
        {
            return null;
        }
    }

    private static PodStartException Refusal(KubernetesApiException error) => new(error.Reason, error.Message, error);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using BatchJobs.Client;
using BatchJobs.Kubernetes.Requests;
using BatchJobs.Primitives;
using k8s;
using k8s.Models;

namespace BatchJobs.Kubernetes.Native;

/// <summary>One kind of objects on the server: created, read, changed and deleted as JSON.</summary>
/// <param name="server">The API server.</param>
/// <param name="group">The API group and version.</param>
/// <param name="resource">The kind, in Kubernetes' plural.</param>
internal sealed class ObjectStore(ApiServer server, string group, string resource)
{
    private const int PageSize = 500;

    public string Group => group;

    /// <exception cref="ArgumentException">There can be no such namespace.</exception>
    public string Collection(string? namespaceName) =>
        string.IsNullOrEmpty(namespaceName) ? $"apis/{group}/{resource}"
        : ObjectNames.IsPossible(namespaceName) ? $"apis/{group}/namespaces/{namespaceName}/{resource}"
        : throw new ArgumentException($"\"{namespaceName}\" is no namespace.", nameof(namespaceName));

    /// <summary>Creates an object, but only if the server honours all of it.</summary>
    public Task<string> CreateAsync(JobKey key, JsonObject item, CancellationToken cancellationToken) => TranslateAsync(
        key,
        async () =>
        {
            ApiRequest post = ApiRequest.Post(Collection(key.Namespace), item.ToJsonString());
            await RehearseAsync(post, item, cancellationToken).ConfigureAwait(false);
            return await server.SendAsync(post with { Attempts = 1 }, cancellationToken).ConfigureAwait(false);
        },
        isNew: true);

    public Task<string> GetAsync(JobKey key, CancellationToken cancellationToken) =>
        TranslateAsync(key, () => server.SendAsync(ApiRequest.Get(Path(key)), cancellationToken));

    /// <summary>Replaces an object, but only if the server honours all of it.</summary>
    public Task<string> ReplaceAsync(JobKey key, JsonObject item, CancellationToken cancellationToken) =>
        ChangeAsync(key, ApiRequest.Put(Path(key), item.ToJsonString()), item, cancellationToken);

    /// <summary>Changes an object, but only if the server honours all of the change.</summary>
    public Task<string> PatchAsync(JobKey key, JsonObject patch, CancellationToken cancellationToken) =>
        ChangeAsync(key, ApiRequest.Patch(Path(key), patch.ToJsonString(), ApiRequest.MergePatch), patch, cancellationToken);

    public Task DeleteAsync(JobKey key, JobDeleteOptions? options, CancellationToken cancellationToken)
    {
        V1DeleteOptions body = new()
        {
            PropagationPolicy = (options?.Propagation ?? DeletionPropagation.Background).ToString(),
            Preconditions = options is { Uid: null, ResourceVersion: null } or null ? null : new V1Preconditions { Uid = options.Uid, ResourceVersion = options.ResourceVersion },
        };
        return TranslateAsync(key, () => server.SendAsync(ApiRequest.Delete(Path(key), KubernetesJson.Serialize(body)), cancellationToken));
    }

    /// <summary>Lists all, page by page.</summary>
    /// <returns>The objects, and the version of the list.</returns>
    public async Task<(IReadOnlyList<T> Items, string Version)> ListAsync<T>(string? namespaceName, string query, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        List<T> all = [];
        string version = await PagedList.ReadAsync(
            server,
            Collection(namespaceName),
            query.TrimStart('&'),
            PageSize,
            all.Clear,
            item => all.Add(read(item)),
            cancellationToken).ConfigureAwait(false);
        return (all, version);
    }

    private Task<string> ChangeAsync(JobKey key, ApiRequest change, JsonObject content, CancellationToken cancellationToken) => TranslateAsync(key, async () =>
    {
        await RehearseAsync(change, content, cancellationToken).ConfigureAwait(false);
        return await server.SendAsync(change, cancellationToken).ConfigureAwait(false);
    });

    /// <summary>Has the server say what it would store, and compares.</summary>
    /// <exception cref="UnsupportedFieldsException">It would leave something out.</exception>
    private async Task RehearseAsync(ApiRequest request, JsonObject content, CancellationToken cancellationToken)
    {
        string stored = await server.SendAsync(request with { Path = request.Path + "?dryRun=All" }, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> dropped = DroppedFields.Find(content, JsonNode.Parse(stored)!.AsObject());
        if (dropped.Count > 0)
        {
            VersionInfo version = await server.SendAsync<VersionInfo>(ApiRequest.Get("version"), cancellationToken).ConfigureAwait(false);
            throw new UnsupportedFieldsException(dropped, version.GitVersion, FieldHistory.Explain(dropped));
        }
    }

    private string Path(JobKey key) => ObjectNames.IsPossible(key.Namespace) && ObjectNames.IsPossible(key.Name)
        ? $"{Collection(key.Namespace)}/{key.Name}"
        : throw new JobNotFoundException(key, resource);

    private Task<string> TranslateAsync(JobKey key, Func<Task<string>> request, bool isNew = false) => NativeErrors.TranslateAsync(key, resource, request, isNew: isNew);
}

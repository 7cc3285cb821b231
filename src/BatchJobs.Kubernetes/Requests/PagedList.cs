using System.Globalization;
using System.Net;
using System.Text.Json;

namespace BatchJobs.Kubernetes.Requests;

/// <summary>Lists a collection page by page.</summary>
internal static class PagedList
{
    /// <param name="server">The API server.</param>
    /// <param name="collection">The path of the collection.</param>
    /// <param name="query">What selects objects; may be empty.</param>
    /// <param name="pageSize">How many objects a page has.</param>
    /// <param name="begin">A list begins, also a second time: what was read before is void.</param>
    /// <param name="read">Takes an object; to be read before the call returns.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The version of the list.</returns>
    public static async Task<string> ReadAsync(
        ApiServer server,
        string collection,
        string query,
        int pageSize,
        Action begin,
        Action<JsonElement> read,
        CancellationToken cancellationToken)
    {
        string whole = $"{collection}?{query}";
        string paged = string.Create(CultureInfo.InvariantCulture, $"{whole}{(query.Length == 0 ? "" : "&")}limit={pageSize}");
        string? path = paged;
        string version = "";
        begin();
        while (path is not null)
        {
            try
            {
                using JsonDocument page = JsonDocument.Parse(await server.SendAsync(ApiRequest.Get(path), cancellationToken).ConfigureAwait(false));
                JsonElement metadata = page.RootElement.GetProperty("metadata");
                version = metadata.GetProperty("resourceVersion").GetString() ?? "";
                path = metadata.TryGetProperty("continue", out JsonElement token) && token.GetString() is { Length: > 0 } next ? $"{paged}&continue={Uri.EscapeDataString(next)}" : null;
                foreach (JsonElement item in page.RootElement.GetProperty("items").EnumerateArray())
                {
                    read(item);
                }
            }
            catch (KubernetesApiException error) when (error.Is(HttpStatusCode.Gone) && path != paged && path != whole)
            {
                // The next page has expired; in one piece the list cannot. Kubernetes: the pager of client-go.
                path = whole;
                begin();
            }
        }

        return version;
    }
}

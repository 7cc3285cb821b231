using System.Text.Json;
using k8s;
using k8s.Models;

namespace BatchJobs.Kubernetes.Requests;

/// <summary>Makes of an answer that is no success what went wrong.</summary>
internal static class ApiFailure
{
    public static KubernetesApiException Of(HttpResponseMessage response, string body)
    {
        V1Status? status = Parse(body);
        return new KubernetesApiException(
            response.StatusCode,
            status?.Reason is { Length: > 0 } reason ? reason : response.StatusCode.ToString(),
            status?.Message is { Length: > 0 } message ? message : $"the API server answered {(int)response.StatusCode}",
            RetryAfter(response, status))
        {
            Causes = [.. status?.Details?.Causes ?? []],
        };
    }

    /// <summary>Whether an answer is a page for people, such as one to log in at, which comes with a status of success; no API server gives one.</summary>
    public static bool IsPage(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType == "text/html";

    public static KubernetesApiException OfPage(HttpResponseMessage response) =>
        new(response.StatusCode, "NotAcceptable", $"{response.RequestMessage?.RequestUri} answered with text/html instead of JSON: it is no API server");

    private static TimeSpan? RetryAfter(HttpResponseMessage response, V1Status? status) =>
        response.Headers.RetryAfter?.Delta ?? (status?.Details?.RetryAfterSeconds is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null);

    /// <summary>Proxies in between answer with whatever they like.</summary>
    private static V1Status? Parse(string body)
    {
        try
        {
            return body.StartsWith('{') ? KubernetesJson.Deserialize<V1Status>(body) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Text;
using k8s;

namespace BatchJobs.Kubernetes.Tests.Infrastructure;

/// <summary>An API server that answers as a test says, for answers that no cluster gives on demand.</summary>
/// <param name="answer">The answer to a request, given its verb, path with query and body.</param>
internal sealed class AnsweringServer(Func<string, string, string, (HttpStatusCode Code, string Body)> answer) : DelegatingHandler
{
    private readonly ConcurrentQueue<(string Verb, string Path)> requests = new();

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<(string Verb, string Path)> Requests => [.. requests];

    public KubernetesConnectionOptions Connection => new()
    {
        Configuration = new KubernetesClientConfiguration { Host = "http://cluster.example" },
        Handlers = () => [this],
    };

    public static string Status(HttpStatusCode code, string reason, string message) =>
        $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{reason}}","message":"{{message}}","code":{{(int)code}}}""";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string path = request.RequestUri!.PathAndQuery;
        requests.Enqueue((request.Method.Method, path));
        (HttpStatusCode code, string body) = answer(request.Method.Method, path, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        return new HttpResponseMessage(code) { Content = new StringContent(body, Encoding.UTF8, body.StartsWith('<') ? "text/html" : "application/json") };
    }
}

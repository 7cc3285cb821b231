namespace BatchJobs.Kubernetes.Requests;

/// <summary>One request to the API server.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Path">Path and query, relative to the server.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    public const int DefaultAttempts = 6;
    public const string Json = "application/json";
    public const string MergePatch = "application/merge-patch+json";
    public const string JsonPatch = "application/json-patch+json";
    public const string StrategicMergePatch = "application/strategic-merge-patch+json";

    public string? Body { get; init; }

    public string ContentType { get; init; } = Json;

    /// <summary>How often it is sent at the most while the failures are transient.</summary>
    public int Attempts { get; init; } = DefaultAttempts;

    /// <summary>Whether it goes at once, however many others wait for their turn.</summary>
    public bool IsUrgent { get; init; }

    public static ApiRequest Get(string path) => new(HttpMethod.Get, path);

    public static ApiRequest Post(string path, string body) => new(HttpMethod.Post, path) { Body = body };

    public static ApiRequest Put(string path, string body) => new(HttpMethod.Put, path) { Body = body };

    public static ApiRequest Delete(string path, string body) => new(HttpMethod.Delete, path) { Body = body };

    public static ApiRequest Patch(string path, string body, string contentType) => new(HttpMethod.Patch, path) { Body = body, ContentType = contentType };

    /// <summary>The same request, repeated until the server gives an answer that stays.</summary>
    public ApiRequest UntilAnswered() => this with { Attempts = int.MaxValue };
}

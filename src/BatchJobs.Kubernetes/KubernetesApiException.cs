using System.Net;

namespace BatchJobs.Kubernetes;

/// <summary>The API server refused a request, or could not be reached.</summary>
/// <remarks>Kubernetes: <c>meta/v1 Status</c>.</remarks>
public sealed class KubernetesApiException : Exception
{
    internal KubernetesApiException(HttpStatusCode statusCode, string reason, string message, TimeSpan? retryAfter = null)
        : base(message)
    {
        StatusCode = statusCode;
        Reason = reason;
        RetryAfter = retryAfter;
    }

    internal KubernetesApiException(string message, Exception innerException)
        : base(message, innerException) => Reason = "Unreachable";

    /// <summary>The HTTP status; null if no answer came.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>Why, in one word, such as <c>Forbidden</c>, <c>AlreadyExists</c> or <c>Unreachable</c>.</summary>
    public string Reason { get; }

    /// <summary>The causes of an invalid object, as the API server lists them.</summary>
    internal IReadOnlyList<k8s.Models.V1StatusCause> Causes { get; init; } = [];

    /// <summary>How long the server wants to be left alone.</summary>
    internal TimeSpan? RetryAfter { get; }

    /// <summary>Whether the same request may succeed later without anybody changing anything.</summary>
    /// <remarks>Whether it had an effect is unknown: a server may fail after it has written.</remarks>
    internal bool IsTransient => StatusCode is null
        or HttpStatusCode.RequestTimeout
        or HttpStatusCode.TooManyRequests
        or HttpStatusCode.Unauthorized // a token that is about to be renewed
        or >= HttpStatusCode.InternalServerError;

    /// <summary>Whether the server has not even looked at what it was asked to do.</summary>
    internal bool IsWithoutEffect => StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized;

    internal bool Is(HttpStatusCode statusCode) => StatusCode == statusCode;

    internal bool Is(string reason) => string.Equals(Reason, reason, StringComparison.Ordinal);
}

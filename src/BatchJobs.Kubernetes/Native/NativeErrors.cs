using System.Net;
using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Validation;

namespace BatchJobs.Kubernetes.Native;

/// <summary>The API server's refusals as the exceptions an <see cref="IJobClient"/> promises.</summary>
internal static class NativeErrors
{
    /// <summary>Runs a request about an object.</summary>
    /// <param name="key">The object.</param>
    /// <param name="resource">Its kind, in Kubernetes' plural.</param>
    /// <param name="request">The request.</param>
    /// <param name="podName">The pod, if it is about one of a Job.</param>
    /// <param name="isNew">Whether the object is yet to be created, so that what is not found is something else, such as its namespace.</param>
    public static async Task<T> TranslateAsync<T>(JobKey key, string resource, Func<Task<T>> request, string? podName = null, bool isNew = false)
    {
        try
        {
            return await request().ConfigureAwait(false);
        }
        catch (KubernetesApiException error)
        {
            if (Translate(key, resource, podName, isNew, error) is { } translated)
            {
                throw translated;
            }

            throw;
        }
    }

    private static Exception? Translate(JobKey key, string resource, string? podName, bool isNew, KubernetesApiException error) => error.StatusCode switch
    {
        HttpStatusCode.NotFound when !isNew => new JobNotFoundException(key, resource, podName),
        HttpStatusCode.Conflict when error.Is("AlreadyExists") => new JobAlreadyExistsException(key, resource),
        HttpStatusCode.Conflict => new JobConflictException(key, error.Message),
        HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest =>
            new InvalidObjectException(error.Message, [.. error.Causes.Select(cause => new FieldError(cause.Field ?? "", cause.Reason ?? "", cause.Message ?? ""))]),
        _ => null,
    };
}

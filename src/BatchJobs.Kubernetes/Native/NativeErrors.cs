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
    public static async Task<T> TranslateAsync<T>(JobKey key, string resource, Func<Task<T>> request)
    {
        try
        {
            return await request().ConfigureAwait(false);
        }
        catch (KubernetesApiException error)
        {
            if (Translate(key, resource, error) is { } translated)
            {
                throw translated;
            }

            throw;
        }
    }

    private static Exception? Translate(JobKey key, string resource, KubernetesApiException error) => error.StatusCode switch
    {
        HttpStatusCode.NotFound => new JobNotFoundException(key, resource),
        HttpStatusCode.Conflict when error.Is("AlreadyExists") => new JobAlreadyExistsException(key, resource),
        HttpStatusCode.Conflict => new JobConflictException(key, error.Message),
        HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest =>
            new InvalidObjectException(error.Message, [.. error.Causes.Select(cause => new FieldError(cause.Field ?? "", cause.Reason ?? "", cause.Message ?? ""))]),
        _ => null,
    };
}

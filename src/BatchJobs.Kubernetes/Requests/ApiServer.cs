using System.Net;
using System.Net.Http.Headers;
using System.Text;
using k8s;

namespace BatchJobs.Kubernetes.Requests;

/// <summary>The API server as seen from here: every request is paced, timed, repeated while that helps, and its response disposed.</summary>
internal sealed class ApiServer : IDisposable
{
    private readonly k8s.Kubernetes client;
    private readonly RequestPace pace;
    private readonly TimeProvider time;
    private readonly TimeSpan timeout;
    private volatile bool closed;

    public ApiServer(KubernetesConnectionOptions options, TimeProvider time)
    {
        options = options.Configuration is null ? options with { Configuration = KubernetesConnectionOptions.FromKubeConfig().Configuration } : options;
        Namespace = options.Namespace;
        client = new k8s.Kubernetes(options.Configuration, [.. options.Handlers()]);
        pace = new RequestPace(options.RequestsPerSecond, options.RequestBurst, time);
        timeout = options.RequestTimeout;
        this.time = time;
    }

    /// <summary>The namespace of the configuration's context, if it names one.</summary>
    public string? Namespace { get; }

    public async Task<T> SendAsync<T>(ApiRequest request, CancellationToken cancellationToken) =>
        KubernetesJson.Deserialize<T>(await SendAsync(request, cancellationToken).ConfigureAwait(false));

    /// <returns>The body of the answer.</returns>
    /// <exception cref="KubernetesApiException">The answer was no, or there was none.</exception>
    public async Task<string> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        bool mayBeDone = false;
        for (int failures = 0; ;)
        {
            KubernetesApiException error;
            try
            {
                return await AttemptAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (KubernetesApiException caught) when (caught.IsTransient && MayRepeat(request, caught, ++failures))
            {
                error = caught;
                mayBeDone |= !caught.IsWithoutEffect;
            }
            catch (KubernetesApiException gone) when (mayBeDone && request.Method == HttpMethod.Delete && gone.Is(HttpStatusCode.NotFound))
            {
                return ""; // an attempt whose answer was lost has deleted it
            }

            await Task.Delay(Backoff.Standard.After(failures, error.RetryAfter), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Opens a response that goes on, such as a watch or a log; tried once.</summary>
    /// <returns>The response, to be disposed by the caller.</returns>
    public async Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        await pace.WaitAsync(cancellationToken).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await RespondAsync(request, either.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (IsFailure(error, cancellationToken))
        {
            throw Unreachable(request, error);
        }
    }

    public void Dispose()
    {
        closed = true;
        client.Dispose();
    }

    private async Task<string> AttemptAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (!request.IsUrgent)
        {
            await pace.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using HttpResponseMessage response = await RespondAsync(request, either.Token).ConfigureAwait(false);
            return await response.Content.ReadAsStringAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (IsFailure(error, cancellationToken))
        {
            throw Unreachable(request, error);
        }
    }

    private async Task<HttpResponseMessage> RespondAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        using var message = new HttpRequestMessage(request.Method, new Uri(client.BaseUri, request.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(ApiRequest.Json));
        if (request.Body is { } body)
        {
            message.Content = new StringContent(body, Encoding.UTF8, request.ContentType);
        }

        if (client.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(message, cancellationToken).ConfigureAwait(false);
        }

        HttpResponseMessage response = await client.HttpClient.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode && !ApiFailure.IsPage(response))
        {
            return response;
        }

        using (response)
        {
            throw response.IsSuccessStatusCode ? ApiFailure.OfPage(response) : ApiFailure.Of(response, await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>Who was told to come again later has had no effect, and may.</summary>
    private static bool MayRepeat(ApiRequest request, KubernetesApiException error, int failures) =>
        failures < (error.Is(HttpStatusCode.TooManyRequests) ? Math.Max(request.Attempts, ApiRequest.DefaultAttempts) : request.Attempts);

    /// <summary>Everything that goes wrong on the way, and time that is up, but not the caller's own wish to end.</summary>
    private static bool IsFailure(Exception error, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && error is HttpRequestException or IOException or OperationCanceledException;

    private static KubernetesApiException Unreachable(ApiRequest request, Exception error) =>
        new($"{request.Method} {request.Path}: {(error is OperationCanceledException ? "no answer in time" : error.Message)}", error);
}

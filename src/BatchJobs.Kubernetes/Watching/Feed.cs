using System.Globalization;
using System.Net;
using System.Text.Json;
using BatchJobs.Kubernetes.Mapping;
using BatchJobs.Kubernetes.Requests;
using Microsoft.Extensions.Logging;

namespace BatchJobs.Kubernetes.Watching;

/// <summary>Keeps a sink in step with a collection of objects: lists once, then watches, and heals after whatever goes wrong.</summary>
/// <param name="server">The API server.</param>
/// <param name="collection">The path of the collection.</param>
/// <param name="selector">The query that selects objects, such as <c>labelSelector=...</c>.</param>
/// <param name="sink">The receiver.</param>
/// <param name="options">How to stay fresh.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failures are told.</param>
internal sealed class Feed(ApiServer server, string collection, string selector, IFeedSink sink, WatchOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan ShortestWatch = TimeSpan.FromSeconds(1);

    private long listedAt;
    private string? from;
    private bool opened;
    private bool heard;

    /// <summary>What went wrong last, and has not gone right since.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Lists everything; the sink knows all when this ends.</summary>
    /// <returns>The version to watch from.</returns>
    public async Task<string> ListAsync(CancellationToken cancellationToken)
    {
        HashSet<(string, string)> names = [];
        string version = await PagedList.ReadAsync(server, collection, selector, options.PageSize, names.Clear, Take, cancellationToken).ConfigureAwait(false);
        listedAt = time.GetTimestamp();
        sink.Listed(names, ResourceVersions.Parse(version));
        return version;

        void Take(JsonElement element)
        {
            WatchedObject item = new(element);
            names.Add((item.Namespace, item.Name));
            sink.Changed(item);
        }
    }

    /// <summary>Whether a version that the server no longer has ends the watch, instead of a new list.</summary>
    public bool EndsWhenGone { get; init; }

    /// <summary>Whether a server that refuses to open the watch at all ends it, instead of being asked again.</summary>
    public bool EndsWhenRefused { get; init; }

    /// <summary>The answer that ended the watch.</summary>
    public KubernetesApiException? End { get; private set; }

    /// <summary>Watches for ever, or to the end it has been given.</summary>
    /// <param name="version">What <see cref="ListAsync"/> gave; null to list first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(string? version, CancellationToken cancellationToken)
    {
        from = version;
        int failures = 0;
        while (!cancellationToken.IsCancellationRequested && End is null)
        {
            long begun = time.GetTimestamp();
            heard = false;
            Exception? error = await RoundAsync(cancellationToken).ConfigureAwait(false);
            failures = heard ? 0 : failures;

            // A server that hangs up at once must not be called again and again.
            if (End is null && (error is not null || (!heard && time.GetElapsedTime(begun) < ShortestWatch)))
            {
                failures++;
                await PauseAsync(Backoff.Standard.After(failures, (error as KubernetesApiException)?.RetryAfter), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Lists if need be, and watches until the connection ends.</summary>
    /// <returns>What went wrong.</returns>
    private async Task<Exception?> RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (from is null || (IsStale && !EndsWhenGone))
            {
                from = await ListAsync(cancellationToken).ConfigureAwait(false);
                heard = true;
            }

            using HttpResponseMessage watch = await server.OpenAsync(ApiRequest.Get(WatchPath(from)), cancellationToken).ConfigureAwait(false);
            opened = true;
            Error = null;
            await foreach (JsonDocument line in WatchStream.ReadAsync(watch, options.IdleTimeout, time, cancellationToken).ConfigureAwait(false))
            {
                from = Tell(line, from);
                heard = true;
                if (IsStale && !EndsWhenGone)
                {
                    break;
                }
            }

            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (KubernetesApiException end) when (IsEnd(end))
        {
            End = end;
            return end;
        }
        catch (KubernetesApiException gone) when (gone.Is(HttpStatusCode.Gone))
        {
            from = null;
            return gone;
        }
#pragma warning disable CA1031 // whatever went wrong: the next round may go right, and pods must not be lost
        catch (Exception error)
#pragma warning restore CA1031
        {
            Error = error;
            KubernetesLog.WatchFailed(logger, collection, error);
            return error;
        }
    }

    /// <summary>A server that has let the watch open once may say no for a while when it starts anew.</summary>
    private bool IsEnd(KubernetesApiException error) =>
        error.Is(HttpStatusCode.Gone) ? EndsWhenGone : EndsWhenRefused && !opened && !error.IsTransient;

    private bool IsStale => time.GetElapsedTime(listedAt) >= options.ResyncPeriod;

    /// <returns>The version to go on from.</returns>
    private string Tell(JsonDocument text, string before)
    {
        using (text)
        {
            WatchLine line = WatchLine.Parse(text);
            if (line.Kind == WatchLineKind.Changed)
            {
                sink.Changed(line.Object);
            }
            else if (line.Kind == WatchLineKind.Removed)
            {
                sink.Removed(line.Object);
            }

            return line.Object.Version is { Length: > 0 } version ? version : before;
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop ends.
        }
    }

    private string WatchPath(string version) => string.Create(
        CultureInfo.InvariantCulture,
        $"{collection}?{selector}&watch=true&allowWatchBookmarks=true&timeoutSeconds={(int)options.ServerTimeout.TotalSeconds}&resourceVersion={Uri.EscapeDataString(version)}");
}

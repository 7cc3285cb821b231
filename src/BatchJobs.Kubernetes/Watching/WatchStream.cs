using System.Runtime.CompilerServices;
using System.Text.Json;

namespace BatchJobs.Kubernetes.Watching;

/// <summary>One connection of a watch, from its opening until the server, the network or silence ends it.</summary>
internal static class WatchStream
{
    /// <returns>The lines, each to be disposed by the caller.</returns>
    public static async IAsyncEnumerable<JsonDocument> ReadAsync(
        HttpResponseMessage response,
        TimeSpan idleTimeout,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        using var idle = new IdleTimer(idleTimeout, time, cancellationToken);
        while (await NextAsync(lines, idle, cancellationToken).ConfigureAwait(false) is { } line)
        {
            yield return JsonDocument.Parse(line);
        }
    }

    /// <returns>null at the end, be it that of the server or that of patience.</returns>
    private static async Task<string?> NextAsync(StreamReader lines, IdleTimer idle, CancellationToken cancellationToken)
    {
        idle.Restart();
        try
        {
            return await lines.ReadLineAsync(idle.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private sealed class IdleTimer : IDisposable
    {
        private readonly CancellationTokenSource silence;
        private readonly CancellationTokenSource either;
        private readonly TimeSpan timeout;

        public IdleTimer(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
        {
            this.timeout = timeout;
            silence = new CancellationTokenSource(timeout, time);
            either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        }

        public CancellationToken Token => either.Token;

        public void Restart() => silence.CancelAfter(timeout);

        public void Dispose()
        {
            either.Dispose();
            silence.Dispose();
        }
    }
}

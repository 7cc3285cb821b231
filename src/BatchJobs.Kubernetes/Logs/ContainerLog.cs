using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using BatchJobs.Execution;
using BatchJobs.Kubernetes.Requests;
using BatchJobs.Pods;

namespace BatchJobs.Kubernetes.Logs;

/// <summary>The output of one container, read on over lost connections and restarts.</summary>
/// <param name="server">The API server.</param>
/// <param name="source">The pod.</param>
/// <param name="container">The container.</param>
/// <param name="time">The clock.</param>
internal sealed class ContainerLog(ApiServer server, LogSource source, string container, TimeProvider time)
{
    private const int MostFailures = 20;

    /// <summary>The stamp of the newest line given; the same lines come again after a reconnect.</summary>
    private string newest = "";

    /// <summary>How often in a row the way to the server broke.</summary>
    private int failures;

    /// <summary>Reads what there is.</summary>
    public async IAsyncEnumerable<PodLogLine> ReadAsync(int? tail, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool broken;
        do
        {
            broken = false;
            IAsyncEnumerator<PodLogLine> lines = OpenAsync(follow: false, tail, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (lines.ConfigureAwait(false))
            {
                while (await MoveAsync(lines, () => broken = true, cancellationToken).ConfigureAwait(false))
                {
                    yield return lines.Current;
                }
            }
        }
        while (broken);
    }

    /// <summary>Reads until the container has ended for good.</summary>
    public async IAsyncEnumerable<PodLogLine> FollowAsync(int? tail, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Run readThrough = default;
        while (true)
        {
            PodStatus? status = await source.LookAsync(cancellationToken).ConfigureAwait(false);
            bool ended = status is null or { Phase: PodPhase.Succeeded or PodPhase.Failed };
            Run run = RunOf(status);
            if (ended || run.HasMoreThan(readThrough))
            {
                bool broken = false;
                IAsyncEnumerator<PodLogLine> lines = OpenAsync(run.Goes && !ended, newest.Length == 0 ? tail : null, cancellationToken).GetAsyncEnumerator(cancellationToken);
                await using (lines.ConfigureAwait(false))
                {
                    while (await MoveAsync(lines, () => broken = true, cancellationToken).ConfigureAwait(false))
                    {
                        yield return lines.Current;
                    }
                }

                readThrough = broken ? readThrough : run;
                if (ended && !broken)
                {
                    yield break;
                }
            }

            await Task.Delay(source.Patience, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> MoveAsync(IAsyncEnumerator<PodLogLine> lines, Action brokeOff, CancellationToken cancellationToken)
    {
        try
        {
            bool moved = await lines.MoveNextAsync().ConfigureAwait(false);
            failures = 0;
            return moved;
        }
        catch (KubernetesApiException error) when (error.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
        {
            return false; // the container never started, or the pod is gone
        }
        catch (Exception error) when (error is IOException or HttpRequestException or KubernetesApiException { IsTransient: true } && ++failures <= MostFailures)
        {
            brokeOff();
            await Task.Delay(Backoff.Standard.After(failures), time, cancellationToken).ConfigureAwait(false);
            return false;
        }
    }

    private async IAsyncEnumerable<PodLogLine> OpenAsync(bool follow, int? tail, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string given = newest; // what comes again; all after it is new, in whatever order the clock of the node puts it
        using HttpResponseMessage response = await server.OpenAsync(ApiRequest.Get(Path(follow, tail)), cancellationToken).ConfigureAwait(false);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } text)
        {
            if (LogLine.Parse(text) is { } line && string.CompareOrdinal(line.Stamp, given) > 0)
            {
                newest = line.Stamp;
                given = "";
                yield return line.For(container);
            }
        }
    }

    private string Path(bool follow, int? tail)
    {
        string since = newest.Length == 0 ? "" : "&sinceTime=" + Uri.EscapeDataString(newest[..newest.IndexOf('.', StringComparison.Ordinal)] + "Z");
        string last = tail is { } count ? string.Create(CultureInfo.InvariantCulture, $"&tailLines={count}") : "";
        return $"{source.Path}/log?container={container}&timestamps=true{(follow ? "&follow=true" : "")}{last}{since}";
    }

    private Run RunOf(PodStatus? status)
    {
        ContainerStatus? found = status?.ContainerStatuses.Concat(status.InitContainerStatuses).FirstOrDefault(candidate => candidate.Name == container);
        return found is null or { Waiting: not null, LastTermination: null } ? default : new Run(found.RestartCount + 1, found.Running is not null);
    }

    /// <summary>Which run of the container, counted from 1, and whether it still goes on.</summary>
    private readonly record struct Run(int Number, bool Goes)
    {
        public bool HasMoreThan(Run seen) => Number > 0 && (Goes || this != seen);
    }
}

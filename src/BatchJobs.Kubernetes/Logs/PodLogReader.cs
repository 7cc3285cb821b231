using System.Runtime.CompilerServices;
using System.Threading.Channels;
using BatchJobs.Execution;
using BatchJobs.Kubernetes.Requests;
using BatchJobs.Pods;

namespace BatchJobs.Kubernetes.Logs;

/// <summary>Reads the output of all containers of a pod.</summary>
internal sealed class PodLogReader(ApiServer server, TimeProvider time)
{
    public IAsyncEnumerable<PodLogLine> ReadAsync(LogSource source, PodLogOptions options, CancellationToken cancellationToken) =>
        options.Follow ? FollowAsync(source, options, cancellationToken) : ReadOnceAsync(source, options, cancellationToken);

    private async IAsyncEnumerable<PodLogLine> ReadOnceAsync(LogSource source, PodLogOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PodStatus? status = await source.LookAsync(cancellationToken).ConfigureAwait(false);
        foreach (string container in Containers(status, options))
        {
            await foreach (PodLogLine line in new ContainerLog(server, source, container, time).ReadAsync(options.Tail, cancellationToken).ConfigureAwait(false))
            {
                yield return line;
            }
        }
    }

    private async IAsyncEnumerable<PodLogLine> FollowAsync(LogSource source, PodLogOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var merged = Channel.CreateBounded<PodLogLine>(256);
        Task following = FollowAllAsync(source, options, merged.Writer, stop.Token);
        try
        {
            await foreach (PodLogLine line in merged.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return line;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAllAsync(LogSource source, PodLogOptions options, ChannelWriter<PodLogLine> merged, CancellationToken cancellationToken)
    {
        try
        {
            PodStatus? status = await KnownAsync(source, options, cancellationToken).ConfigureAwait(false);
            await Task.WhenAll(Containers(status, options).Select(FollowOneAsync)).ConfigureAwait(false);
            merged.TryComplete();
        }
#pragma warning disable CA1031 // given to the reader
        catch (Exception error)
#pragma warning restore CA1031
        {
            merged.TryComplete(error);
        }

        async Task FollowOneAsync(string container)
        {
            await foreach (PodLogLine line in new ContainerLog(server, source, container, time).FollowAsync(options.Tail, cancellationToken).ConfigureAwait(false))
            {
                await merged.WriteAsync(line, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until the containers are known, or the pod has ended before it had any.</summary>
    private async Task<PodStatus?> KnownAsync(LogSource source, PodLogOptions options, CancellationToken cancellationToken)
    {
        while (true)
        {
            PodStatus? status = await source.LookAsync(cancellationToken).ConfigureAwait(false);
            if (status is null or { Phase: PodPhase.Succeeded or PodPhase.Failed } || status.ContainerStatuses.Count > 0 || options.Container is not null)
            {
                return status;
            }

            await Task.Delay(source.Patience, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static IEnumerable<string> Containers(PodStatus? status, PodLogOptions options) =>
        options.Container is { } one ? [one]
        : status is null ? []
        : status.InitContainerStatuses.Concat(status.ContainerStatuses).Select(container => container.Name);
}

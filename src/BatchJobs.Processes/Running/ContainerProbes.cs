using BatchJobs.Processes.Reading;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Running;

/// <summary>The probes of one run of a container: the startup probe first, then the other two beside each other.</summary>
/// <param name="container">The container.</param>
/// <param name="run">Runs a program beside it.</param>
/// <param name="time">The clock.</param>
/// <remarks>Kubernetes: probes of the kind <c>exec</c>.</remarks>
internal sealed class ContainerProbes(Container container, Func<IReadOnlyList<string>, CancellationToken, Task<int?>> run, TimeProvider time)
{
    private readonly ProbeSpec? startup = ProbeSpec.Read(container.StartupProbe);
    private readonly ProbeSpec? liveness = ProbeSpec.Read(container.LivenessProbe);
    private readonly ProbeSpec? readiness = ProbeSpec.Read(container.ReadinessProbe);

    /// <summary>Whether there is any.</summary>
    internal bool Any => (startup ?? liveness ?? readiness) is not null;

    /// <summary>Whether a container that has just been started is ready.</summary>
    internal bool ReadyAtOnce => startup is null && readiness is null;

    /// <summary>Whether a sidecar lets those after it wait.</summary>
    internal bool StartedAtOnce => startup is null;

    /// <summary>Probes until cancelled.</summary>
    /// <param name="started">Told when the container counts as started.</param>
    /// <param name="ready">Told whether the container is ready, each time that changes.</param>
    /// <param name="unwell">Told that the container has to be ended, with its grace period if that is not the pod's.</param>
    /// <param name="cancellationToken">Ends the probing.</param>
    internal async Task RunAsync(Action started, Action<bool> ready, Action<TimeSpan?> unwell, CancellationToken cancellationToken)
    {
        try
        {
            if (startup is not null && !await IsStartedAsync(unwell, cancellationToken).ConfigureAwait(false)) return;
            started();
            if (readiness is null) ready(true);
            await Task.WhenAll(
                readiness is null ? Task.CompletedTask : Loop(readiness).RunAsync(isReady => Tell(ready, isReady), cancellationToken),
                liveness is null ? Task.CompletedTask : Loop(liveness).RunAsync(isAlive => isAlive || !Tell(unwell, liveness.GracePeriod), cancellationToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The container has ended.
        }
    }

    private async Task<bool> IsStartedAsync(Action<TimeSpan?> unwell, CancellationToken cancellationToken)
    {
        var isStarted = false;
        await Loop(startup!).RunAsync(success => !Tell(value => isStarted = value, success), cancellationToken).ConfigureAwait(false);
        if (!isStarted) unwell(startup!.GracePeriod);
        return isStarted;
    }

    private static bool Tell<T>(Action<T> receiver, T value)
    {
        receiver(value);
        return true;
    }

    private ProbeLoop Loop(ProbeSpec probe) =>
        new(probe, async token => await run(probe.Command, token).ConfigureAwait(false) == 0, time);
}

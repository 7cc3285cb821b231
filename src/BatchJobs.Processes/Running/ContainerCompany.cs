using BatchJobs.Processes.Reading;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Running;

/// <summary>What goes on beside a running container: the hook after its start, then its probes.</summary>
/// <param name="container">The container.</param>
/// <param name="attempt">The run.</param>
/// <param name="run">Runs a program beside it.</param>
/// <param name="time">The clock.</param>
internal sealed class ContainerCompany(
    Container container,
    ContainerAttempt attempt,
    Func<IReadOnlyList<string>, CancellationToken, Task<int?>> run,
    TimeProvider time) : IDisposable
{
    private readonly ContainerProbes probes = new(container, run, time);
    private readonly bool hasHook = HookSpec.Read(LifecycleSpec.PostStartOf(container)) is not null;
    private CancellationTokenSource? over;
    private Task life = Task.CompletedTask;

    /// <summary>Whether anything can go on beside a container.</summary>
    internal static bool IsNeeded(Container container) =>
        (container.Lifecycle ?? container.StartupProbe ?? container.LivenessProbe ?? container.ReadinessProbe) is not null;

    /// <summary>Whether the container is ready as soon as it runs.</summary>
    internal bool ReadyAtOnce => !hasHook && probes.ReadyAtOnce;

    /// <summary>Begins; returns at once.</summary>
    /// <param name="started">Told when the container counts as started.</param>
    /// <param name="ready">Told whether the container is ready.</param>
    /// <param name="gracePeriod">The grace period of a container that has to be ended; null when the pod is ending anyway.</param>
    internal void Begin(Action started, Action<bool> ready, TimeSpan gracePeriod)
    {
        if (!hasHook && !probes.Any)
        {
            started();
            return;
        }

        over = new CancellationTokenSource();
        life = LiveAsync(started, ready, gracePeriod, over.Token);
    }

    /// <summary>The container has ended: waits until nothing goes on any longer.</summary>
    internal async Task EndAsync()
    {
        if (over is null) return;
        await over.CancelAsync().ConfigureAwait(false);
        attempt.Dispose(); // lets go of a hook that still runs
        await life.ConfigureAwait(false);
    }

    public void Dispose() => over?.Dispose();

    private async Task LiveAsync(Action started, Action<bool> ready, TimeSpan gracePeriod, CancellationToken cancellationToken)
    {
        if (hasHook)
        {
            if (!await attempt.PostStartAsync().ConfigureAwait(false))
            {
                attempt.Ask(gracePeriod);
                return;
            }

            if (probes.ReadyAtOnce) ready(true);
        }

        if (probes.StartedAtOnce) started();
        if (probes.Any) await probes.RunAsync(started, ready, grace => attempt.Ask(grace ?? gracePeriod), cancellationToken).ConfigureAwait(false);
    }
}

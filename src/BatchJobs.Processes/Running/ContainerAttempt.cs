using BatchJobs.Processes.Kubelet;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Reading;
using BatchJobs.Processes.Unix;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Running;

/// <summary>The end of one run of a container: hooks, the signal that asks, and force.</summary>
/// <param name="process">The process.</param>
/// <param name="container">The container.</param>
/// <param name="run">Runs a program beside it.</param>
/// <param name="time">The clock.</param>
internal sealed class ContainerAttempt(
    IContainerProcess process,
    Container container,
    Func<IReadOnlyList<string>, CancellationToken, Task<int?>> run,
    TimeProvider time) : IDisposable
{
    // What is left at least for the signal, however long the hook took.
    private static readonly TimeSpan LeastGrace = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly LifecycleSpec lifecycle = LifecycleSpec.Read(container.Lifecycle);
    private CancellationTokenSource? hooks;
    private Alarm? kill;
    private bool asked;
    private bool signalled;
    private bool ended;

    internal IContainerProcess Process => process;

    /// <summary>Runs the hook that follows the start.</summary>
    /// <returns>Whether it succeeded, or there is none.</returns>
    internal async Task<bool> PostStartAsync() => lifecycle.PostStart is not { } hook || await RunAsync(hook).ConfigureAwait(false);

    /// <summary>Asks the container to end: the hook first, then the signal.</summary>
    /// <param name="grace">After what time <see cref="GraceIsOver"/> is called; null if somebody else does that.</param>
    internal void Ask(TimeSpan? grace = null)
    {
        lock (gate)
        {
            if (grace is { } period && !ended) KillAfter(period);
            if (asked || ended) return;
            asked = true;
        }

        if (lifecycle.PreStop is { } hook) _ = AskAfterAsync(hook);
        else Signal();
    }

    /// <summary>Kills the container, unless the hook before its signal took all the time: then the signal gets a little of its own.</summary>
    internal void GraceIsOver()
    {
        lock (gate)
        {
            if (ended) return;
            if (asked && !signalled)
            {
                hooks?.Cancel();
                kill?.Cancel();
                kill = new Alarm(time, () => process.Signal(Signals.Kill));
                kill.RingAfter(LeastGrace);
                return;
            }
        }

        process.Signal(Signals.Kill);
    }

    /// <summary>Kills the container at once.</summary>
    internal void Kill()
    {
        lock (gate) asked = signalled = true;
        process.Signal(Signals.Kill);
    }

    /// <summary>The process has ended.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            ended = true;
            kill?.Cancel();
        }

        hooks?.Cancel();
    }

    private CancellationToken HookToken()
    {
        lock (gate)
        {
            hooks ??= new CancellationTokenSource();
            if (ended) hooks.Cancel();
            return hooks.Token;
        }
    }

    private void KillAfter(TimeSpan delay)
    {
        kill ??= new Alarm(time, GraceIsOver);
        kill.RingAfter(delay);
    }

    private async Task AskAfterAsync(HookSpec hook)
    {
        _ = await RunAsync(hook).ConfigureAwait(false); // it may fail: the container ends all the same
        Signal();
    }

    private void Signal()
    {
        lock (gate)
        {
            if (signalled) return;
            signalled = true;
        }

        process.Signal(StopSignal.Number(lifecycle.StopSignal));
    }

    private async Task<bool> RunAsync(HookSpec hook)
    {
        var token = HookToken();
        try
        {
            if (hook.Command.Count > 0) return await run(hook.Command, token).ConfigureAwait(false) == 0;
            await Task.Delay(hook.Sleep, time, token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return false;
        }
    }
}

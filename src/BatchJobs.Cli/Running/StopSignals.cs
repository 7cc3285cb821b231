using System.Runtime.InteropServices;

namespace BatchJobs.Cli.Running;

/// <summary>Turns signals to end into two requests: the first to stop gracefully, the second to stop at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource kill = new();
    private readonly PosixSignalRegistration[] registrations;
    private int received;

    public StopSignals() =>
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
        ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>Cancelled by the second signal.</summary>
    public CancellationToken Kill => kill.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations)
        {
            registration.Dispose();
        }

        stop.Dispose();
        kill.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        CancellationTokenSource request = Interlocked.Increment(ref received) == 1 ? stop : kill;
        _ = request.CancelAsync();
    }
}

using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Reading;
using BatchJobs.Processes.Unix;

namespace BatchJobs.Processes.Running;

/// <summary>Runs programs beside those of a container, as probes and hooks are: in its environment, with nobody reading their output.</summary>
internal static class SideCommand
{
    /// <summary>Runs a program to its end, or until it is no longer wanted, when it is killed.</summary>
    /// <returns>The exit code; null if it could not be started or was killed.</returns>
    internal static async Task<int?> RunAsync(Func<IContainerProcess> launch, TimeSpan patience, CancellationToken cancellationToken)
    {
        IContainerProcess process;
        try
        {
            process = launch();
        }
        catch (Exception error) when (error is ContainerConfigException or LaunchException or IOException or UnauthorizedAccessException)
        {
            return null; // the last two if the container has taken its volumes apart
        }

        using var registration = cancellationToken.Register(() => process.Signal(Signals.Kill));
        var exit = await process.EndAsync(patience).ConfigureAwait(false);
        return cancellationToken.IsCancellationRequested ? null : exit.Code;
    }
}

using BatchJobs.Execution.Kubelet;
using BatchJobs.Pods;
using BatchJobs.Processes.Adoption;
using BatchJobs.Processes.Commands;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Logs;
using BatchJobs.Processes.Reading;
using BatchJobs.Processes.Unix;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Running;

/// <summary>Starts the program of a container and clears up after it; and others beside it.</summary>
/// <param name="pod">The pod.</param>
/// <param name="spec">The container.</param>
internal sealed class ContainerStart(PodRun pod, Container spec)
{
    /// <summary>How long a machine that is out of something is left alone: as long as the kubelet takes to come back to a pod.</summary>
    internal static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private volatile string marker = "";

    private PodSurroundings Surroundings => pod.Surroundings;

    /// <summary>Starts the program.</summary>
    /// <param name="decide">Given what starts it; starts it or does not.</param>
    /// <returns>The container; null if it was not started.</returns>
    /// <exception cref="ContainerConfigException">The container can't be started.</exception>
    /// <exception cref="LaunchException">It can't be started now.</exception>
    internal RunningContainer? Launch(Func<Func<RunningContainer>, RunningContainer?> decide)
    {
        var entered = Surroundings.Markers.Enter(pod.MarkerOf(spec));
        RunningContainer? running = null;
        SpawnRequest? request = null;
        try
        {
            request = pod.Command.Build(spec, entered);
            running = decide(() => Launch(request));
            if (running is not null) marker = entered;
            return running;
        }
        catch (LaunchException error) when (!error.IsTransient)
        {
            throw ProgramPath.NotStarted(spec.Command![0], request!, error);
        }
        catch (Exception error) when (error is not ContainerConfigException and not LaunchException)
        {
            throw new ContainerConfigException(ContainerFailures.CreateError, error.Message);
        }
        finally
        {
            if (running is null) Surroundings.Markers.Leave(entered);
        }
    }

    /// <summary>Waits for the end and sees to it that nothing is left.</summary>
    internal async Task<ContainerTermination> EndAsync(RunningContainer running)
    {
        var exit = await running.Process.EndAsync(Surroundings.Options.DrainTimeout).ConfigureAwait(false);
        var outOfMemory = running.Cgroup?.WasOutOfMemory() == true && exit.Signal == Signals.Kill;
        running.Cgroup?.Kill();
        running.Cgroup?.Dispose();
        Surroundings.Markers.Leave(running.Marker);
        Surroundings.Sweeper?.Request();
        if (exit.Lost && !RestartDecision.IsSidecar(spec)) pod.Lose();
        if (exit.LeftBehind) Surroundings.Log.LeftBehind(pod.Request.Name, spec.Name);

        var message = exit.Message;
        if (message is null && exit.Code != 0 && spec.TerminationMessagePolicy == TerminationMessage.FromLogPolicy)
        {
            message = TerminationMessage.FromLog(pod.Log, spec.Name ?? "", running.LogStart);
        }

        return ContainerTerminations.Of(exit, running.StartedAt, ContainerTerminations.Share(message, pod.ContainerCount), outOfMemory);
    }

    /// <summary>Runs a program beside the container's own, as probes and hooks do.</summary>
    internal Task<int?> RunBeside(IReadOnlyList<string> command, CancellationToken cancellationToken) => SideCommand.RunAsync(
        () => Surroundings.Launcher.Launch(pod.Command.Build(spec, marker, command), output: null, error: null),
        Surroundings.Options.DrainTimeout,
        cancellationToken);

    /// <summary>Makes what sees to the end of a process.</summary>
    internal ContainerAttempt Attend(IContainerProcess process) => new(process, spec, RunBeside, pod.Time);

    /// <summary>Goes on with a process a former application started.</summary>
    /// <returns>The container; null if the process is no more.</returns>
    internal RunningContainer? TryAdopt(SavedProcess process, DateTimeOffset startedAt)
    {
        var carried = process.Marker;
        var logStart = pod.Log.End;
        Surroundings.Markers.Resume(carried);
        if (Surroundings.Launcher.TryAdopt(process.Id, process.StartTime, carried, Lines(isError: false), Lines(isError: true)) is not { } adopted)
        {
            Surroundings.Markers.Leave(carried);
            return null;
        }

        marker = carried;
        return new RunningContainer(adopted, startedAt, carried, logStart, Cgroup: null) { StartTime = process.StartTime };
    }

    private RunningContainer Launch(SpawnRequest request)
    {
        var cgroup = Surroundings.Limits.Enter($"{pod.Request.Uid:N}-{spec.Name}", spec);
        try
        {
            var (startedAt, logStart) = (pod.Now, pod.Log.End); // before the program can do anything
            request = request with { Confine = Surroundings.Limits.Confine(spec, cgroup) };
            var process = Surroundings.Launcher.Launch(request, Lines(isError: false), Lines(isError: true));
            return new RunningContainer(process, startedAt, request.Marker, logStart, cgroup)
            {
                StartTime = Surroundings.MayDetach ? process.StartTime : 0,
            };
        }
        catch
        {
            cgroup?.Dispose();
            throw;
        }
    }

    private LineSplitter? Lines(bool isError) => Surroundings.Options.CaptureOutput
        ? new LineSplitter(pod.Log, spec.Name ?? "", isError, Surroundings.Options.Logs.MaxBytesPerLine, pod.Time)
        : null;
}

using BatchJobs.Pods;
using BatchJobs.Processes.Commands;
using BatchJobs.Processes.Kubelet;
using BatchJobs.Processes.Logs;
using BatchJobs.Processes.Posix;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Running;

/// <summary>One container of a pod through all its restarts.</summary>
internal sealed class ContainerRun
{
    // As long as the kubelet takes to come back to a pod it could not serve.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly PodRun pod;
    private readonly Container spec;
    private readonly RestartBackoff backoff = new();
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ChildProcess? child;
    private ContainerTermination? previousEnd;
    private int restarts;
    private DateTimeOffset startedAt;
    private long logStart;

    internal ContainerRun(PodRun pod, Container spec, string waitingReason)
    {
        (this.pod, this.spec) = (pod, spec);
        Status = new ContainerStatus { Name = spec.Name ?? "", Waiting = new ContainerWaiting(waitingReason) };
    }

    /// <summary>How the container is; written and read under the lock of the pod.</summary>
    internal ContainerStatus Status { get; set; }

    internal ContainerView View => new(spec, Status);

    /// <summary>Ends when the container runs for the first time, or will never run.</summary>
    internal Task Started => started.Task;

    /// <summary>Runs the container and starts it again as long as its rules say so and nobody stops it.</summary>
    /// <returns>Whether its last run ended with exit code 0.</returns>
    internal async Task<bool> RunAsync()
    {
        try
        {
            while (await RunOnceAsync().ConfigureAwait(false) is { } end)
            {
                Show(Status with { Waiting = null, Running = null, Terminated = end, Ready = false });
                if (!MayRestart(end) || !await BackOffAsync(end).ConfigureAwait(false)) return end.ExitCode == 0;
                previousEnd = end;
                restarts++;
            }

            return false;
        }
        finally
        {
            started.TrySetResult();
            pod.Log.EndContainer(Status.Name);
        }
    }

    /// <summary>Lets no further run begin and sends a signal to the present one.</summary>
    internal void Stop(int signal)
    {
        lock (gate)
        {
            if (!stopped.TrySetResult() && signal == Signals.Terminate) return; // once is enough
            child?.Signal(signal);
        }
    }

    private bool MayRestart(ContainerTermination end) =>
        !stopped.Task.IsCompleted && RestartDecision.ShouldRestart(pod.Request.Spec.RestartPolicy, spec, end.ExitCode);

    /// <returns>How the run ended; null if it was stopped before it began.</returns>
    private async Task<ContainerTermination?> RunOnceAsync()
    {
        ChildProcess? process;
        try
        {
            process = await LaunchAsync().ConfigureAwait(false);
            if (process is null) return null;
        }
        catch (ContainerConfigException failure)
        {
            return new(ContainerFailures.ExitCode, pod.Now, failure.Reason, failure.Message);
        }

        Show(Status with
        {
            Waiting = null,
            Running = new ContainerRunning(startedAt),
            Terminated = null,
            Ready = true,
        });
        started.TrySetResult();
        var exit = await process.EndAsync(pod.DrainTimeout).ConfigureAwait(false);
        var message = exit.Code != 0 && spec.TerminationMessagePolicy == "FallbackToLogsOnError"
            ? TerminationMessage.FromLog(pod.Log, Status.Name, logStart)
            : null;
        return ContainerTerminations.Of(exit, startedAt, message);
    }

    /// <returns>The process; null if the container was stopped first.</returns>
    /// <exception cref="ContainerConfigException">The container can't be started.</exception>
    private async Task<ChildProcess?> LaunchAsync()
    {
        while (true)
        {
            try
            {
                var request = pod.Command(spec);
                lock (gate)
                {
                    if (stopped.Task.IsCompleted) return null;
                    (startedAt, logStart) = (pod.Now, pod.Log.End); // before the program can do anything
                    return child = pod.Launch(request, spec);
                }
            }
            catch (PosixException error) when (error.IsTransient)
            {
                var wait = WaitAsync(RetryAfter);
                Show(Status with { Waiting = new ContainerWaiting(ContainerFailures.CreateError, error.Message), Terminated = null });
                if (!await wait.ConfigureAwait(false)) return null;
            }
            catch (PosixException error)
            {
                throw ProgramPath.NotStarted(spec.Command![0], error);
            }
            catch (Exception error) when (error is not ContainerConfigException)
            {
                throw new ContainerConfigException(ContainerFailures.CreateError, error.Message);
            }
        }
    }

    /// <returns>Whether the container may start again; otherwise it was stopped meanwhile.</returns>
    private async Task<bool> BackOffAsync(ContainerTermination end)
    {
        while (backoff.TryStart(pod.Now, end.FinishedAt) is var left && left > TimeSpan.Zero)
        {
            // The wait begins before it is shown: who sees it may move the clock.
            var wait = WaitAsync(left);
            Show(Status with { Waiting = pod.CrashLoop(spec, backoff.Delay), Terminated = null }, last: end);
            if (await wait.ConfigureAwait(false)) continue;

            Show(Status with { Waiting = null, Terminated = end });
            return false;
        }

        return true;
    }

    /// <returns>Whether the whole delay has passed; otherwise the container was stopped.</returns>
    private async Task<bool> WaitAsync(TimeSpan delay)
    {
        try
        {
            await stopped.Task.WaitAsync(delay, pod.Time).ConfigureAwait(false);
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    private void Show(ContainerStatus status, ContainerTermination? last = null) =>
        pod.Update(() => Status = status with { LastTermination = last ?? previousEnd, RestartCount = restarts });
}

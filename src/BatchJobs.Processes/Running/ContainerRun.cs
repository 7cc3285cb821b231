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

    private readonly Lock _gate = new();
    private readonly PodRun _pod;
    private readonly Container _spec;
    private readonly RestartBackoff _backoff = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ChildProcess? _child;
    private ContainerTermination? _previousEnd;
    private int _restarts;
    private DateTimeOffset _startedAt;
    private long _logStart;

    internal ContainerRun(PodRun pod, Container spec, string waitingReason)
    {
        (_pod, _spec) = (pod, spec);
        Status = new ContainerStatus { Name = spec.Name ?? "", Waiting = new ContainerWaiting(waitingReason) };
    }

    /// <summary>How the container is; written and read under the lock of the pod.</summary>
    internal ContainerStatus Status { get; set; }

    internal ContainerView View => new(_spec, Status);

    /// <summary>Ends when the container runs for the first time, or will never run.</summary>
    internal Task Started => _started.Task;

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
                _previousEnd = end;
                _restarts++;
            }

            return false;
        }
        finally
        {
            _started.TrySetResult();
            _pod.Log.EndContainer(Status.Name);
        }
    }

    /// <summary>Lets no further run begin and sends a signal to the present one.</summary>
    internal void Stop(int signal)
    {
        lock (_gate)
        {
            if (!_stopped.TrySetResult() && signal == Signals.Terminate) return; // once is enough
            _child?.Signal(signal);
        }
    }

    private bool MayRestart(ContainerTermination end) =>
        !_stopped.Task.IsCompleted && RestartDecision.ShouldRestart(_pod.Request.Spec.RestartPolicy, _spec, end.ExitCode);

    /// <returns>How the run ended; null if it was stopped before it began.</returns>
    private async Task<ContainerTermination?> RunOnceAsync()
    {
        ChildProcess? child;
        try
        {
            child = await LaunchAsync().ConfigureAwait(false);
            if (child is null) return null;
        }
        catch (ContainerConfigException failure)
        {
            return new(ContainerFailures.ExitCode, _pod.Now, failure.Reason, failure.Message);
        }

        Show(Status with
        {
            Waiting = null,
            Running = new ContainerRunning(_startedAt),
            Terminated = null,
            Ready = true,
        });
        _started.TrySetResult();
        var exit = await child.EndAsync(_pod.DrainTimeout).ConfigureAwait(false);
        var message = exit.Code != 0 && _spec.TerminationMessagePolicy == "FallbackToLogsOnError"
            ? TerminationMessage.FromLog(_pod.Log, Status.Name, _logStart)
            : null;
        return ContainerTerminations.Of(exit, _startedAt, message);
    }

    /// <returns>The process; null if the container was stopped first.</returns>
    /// <exception cref="ContainerConfigException">The container can't be started.</exception>
    private async Task<ChildProcess?> LaunchAsync()
    {
        while (true)
        {
            try
            {
                var request = _pod.Command(_spec);
                lock (_gate)
                {
                    if (_stopped.Task.IsCompleted) return null;
                    (_startedAt, _logStart) = (_pod.Now, _pod.Log.End); // before the program can do anything
                    return _child = _pod.Launch(request, _spec);
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
                throw ProgramPath.NotStarted(_spec.Command![0], error);
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
        while (_backoff.TryStart(_pod.Now, end.FinishedAt) is var left && left > TimeSpan.Zero)
        {
            // The wait begins before it is shown: who sees it may move the clock.
            var wait = WaitAsync(left);
            Show(Status with { Waiting = _pod.CrashLoop(_spec, _backoff.Delay), Terminated = null }, last: end);
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
            await _stopped.Task.WaitAsync(delay, _pod.Time).ConfigureAwait(false);
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    private void Show(ContainerStatus status, ContainerTermination? last = null) =>
        _pod.Update(() => Status = status with { LastTermination = last ?? _previousEnd, RestartCount = _restarts });
}

using BatchJobs.Execution.Kubelet;
using BatchJobs.Pods;
using BatchJobs.Processes.Adoption;
using BatchJobs.Processes.Kubelet;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Reading;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Running;

/// <summary>One container of a pod through all its restarts.</summary>
internal sealed class ContainerRun
{
    private readonly Lock gate = new();
    private readonly PodRun pod;
    private readonly Container spec;
    private readonly ContainerStart start;
    private readonly RestartBackoff backoff = new();
    private TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ContainerAttempt? attempt;
    private RunningContainer? survivor;
    private ToldRun? told;
    private bool detached;
    private ContainerTermination? previousEnd;
    private int restarts;

    internal ContainerRun(PodRun pod, Container spec, ContainerStatus status)
    {
        (this.pod, this.spec, Status, start) = (pod, spec, status, new ContainerStart(pod, spec));
        (previousEnd, restarts) = (status.LastTermination, status.RestartCount);
    }

    /// <summary>How the container is; written and read under the lock of the pod.</summary>
    internal ContainerStatus Status { get; set; }

    internal ContainerView View => new(spec, Status);

    /// <summary>Ends when the container counts as started for the first time, or will never run.</summary>
    internal Task Started => started.Task;

    /// <summary>The process that runs now, for whoever comes after this application.</summary>
    internal RunningContainer? Process { get; private set; }

    /// <summary>Goes on with a process of a former application instead of starting one.</summary>
    /// <returns>Whether it is still there.</returns>
    internal bool TryResume(SavedProcess process)
    {
        survivor = Process = start.TryAdopt(process, Status.Running!.StartedAt);
        return survivor is not null;
    }

    /// <summary>Runs the container and starts it again as long as its rules say so and nobody stops it.</summary>
    /// <returns>Whether its last run ended with exit code 0.</returns>
    internal async Task<bool> RunAsync()
    {
        try
        {
            var known = Status.Terminated; // how it ended before the application was started again
            while ((known ?? await RunOnceAsync().ConfigureAwait(false)) is { } end)
            {
                if (known is null) Show(Status with { Waiting = null, Running = null, Terminated = end, Ready = false });
                known = null;
                told?.HasEnded();
                told = null;
                if (!MayRestart(end) || !await BackOffAsync(end).ConfigureAwait(false)) return end.ExitCode == 0;
                previousEnd = end;
                restarts++;
            }

            return false;
        }
        finally
        {
            started.TrySetResult();
            if (!pod.IsRestartingAll) pod.Log.EndContainer(Status.Name);
        }
    }

    /// <summary>Lets no further run begin and asks the present one to end.</summary>
    internal void Ask()
    {
        if (StopRunning() is { } running) running.Ask();
    }

    /// <summary>The time for an end on request is over.</summary>
    internal void GraceIsOver()
    {
        if (StopRunning() is { } running) running.GraceIsOver();
    }

    /// <summary>Lets no further run begin and kills the present one.</summary>
    internal void Kill()
    {
        if (StopRunning() is { } running) running.Kill();
    }

    /// <summary>Lets go of the container, which goes on without us; no other run begins.</summary>
    /// <returns>A task that ends when an end that has been seen has been told.</returns>
    internal async Task DetachAsync()
    {
        (ToldRun Run, IContainerProcess Process) present;
        lock (gate)
        {
            detached = true;
            if (told is null) return;
            present = (told, attempt!.Process);
        }

        await present.Run.Begin.ConfigureAwait(false);
        if (!present.Process.TryDetach()) await present.Run.End.ConfigureAwait(false);
    }

    /// <summary>Makes a container that was killed for the sake of a restart of all ready to run again.</summary>
    internal void Renew()
    {
        lock (gate)
        {
            stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
            started = new(TaskCreationOptions.RunContinuationsAsynchronously);
            attempt = null;
        }

        if (Status.Waiting is not null && Status.LastTermination is null) return; // it never ran
        previousEnd = Status.Terminated is { ExitCode: not 137 } own ? own : ContainerTerminations.RestartingAll(pod.Now, Status.Terminated?.StartedAt);
        restarts++;
        Status = Status with
        {
            Waiting = new ContainerWaiting("RestartingAllContainers"),
            Running = null,
            Terminated = null,
            LastTermination = previousEnd,
            RestartCount = restarts,
            Ready = false,
        };
    }

    private ContainerAttempt? StopRunning()
    {
        lock (gate)
        {
            stopped.TrySetResult();
            return attempt;
        }
    }

    private bool MayRestart(ContainerTermination end)
    {
        if (stopped.Task.IsCompleted) return false;
        var verdict = RestartDecision.Decide(pod.Request.Spec.RestartPolicy, spec, end.ExitCode);
        if (verdict == RestartVerdict.RestartAll) pod.RestartAll();
        return verdict == RestartVerdict.Restart;
    }

    /// <returns>How the run ended; null if it was stopped before it began.</returns>
    private async Task<ContainerTermination?> RunOnceAsync()
    {
        RunningContainer? running;
        try
        {
            running = survivor is null ? await LaunchAsync().ConfigureAwait(false) : Attend(survivor);
            survivor = null;
            if (running is null) return null;
        }
        catch (ContainerConfigException failure)
        {
            return new(ContainerFailures.ExitCode, pod.Now, failure.Reason, failure.Message);
        }

        using var present = attempt!;
        using var company = ContainerCompany.IsNeeded(spec) ? new ContainerCompany(spec, present, start.RunBeside, pod.Time) : null;
        Show(Status with
        {
            Waiting = null,
            Running = new ContainerRunning(running.StartedAt),
            Terminated = null,
            Ready = company?.ReadyAtOnce != false,
        });
        told?.HasBegun();
        if (company is null) started.TrySetResult();
        else company.Begin(() => started.TrySetResult(), ShowReady, pod.OwnGracePeriod);
        var end = await start.EndAsync(running).ConfigureAwait(false);
        Process = null;
        if (company is not null) await company.EndAsync().ConfigureAwait(false);
        return end;
    }

    /// <returns>The process; null if the container was stopped first.</returns>
    /// <exception cref="ContainerConfigException">The container can't be started.</exception>
    private async Task<RunningContainer?> LaunchAsync()
    {
        while (true)
        {
            try
            {
                var running = start.Launch(launch =>
                {
                    lock (gate) return stopped.Task.IsCompleted || detached ? null : Attend(launch());
                });
                if (running is null && detached) await Task.Delay(Timeout.Infinite).ConfigureAwait(false); // the next executor begins it
                return running;
            }
            catch (LaunchException error) when (error.IsTransient)
            {
                var wait = WaitAsync(ContainerStart.RetryAfter);
                Show(Status with { Waiting = new ContainerWaiting(ContainerFailures.CreateError, error.Message), Terminated = null });
                if (!await wait.ConfigureAwait(false)) return null;
            }
        }
    }

    private RunningContainer Attend(RunningContainer running)
    {
        lock (gate)
        {
            Process = running;
            if (pod.Surroundings.MayDetach) told = new ToldRun();
            attempt = start.Attend(running.Process);
            if (stopped.Task.IsCompleted) attempt.Kill();
        }

        return running;
    }

    /// <returns>Whether the container may start again; otherwise it was stopped meanwhile.</returns>
    private async Task<bool> BackOffAsync(ContainerTermination end)
    {
        while (backoff.TryStart(pod.Now, end.FinishedAt) is var left && left > TimeSpan.Zero)
        {
            // The wait begins before it is shown: who sees it may move the clock.
            var wait = WaitAsync(left);
            Show(Status with { Waiting = CrashLoop.Waiting(pod.Request, spec, backoff.Delay), Terminated = null }, last: end);
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

    private void ShowReady(bool ready) => pod.Update(() =>
    {
        if (Status.Running is not null) Status = Status with { Ready = ready };
    });

    private void Show(ContainerStatus status, ContainerTermination? last = null) =>
        pod.Update(() => Status = status with { LastTermination = last ?? previousEnd, RestartCount = restarts });
}

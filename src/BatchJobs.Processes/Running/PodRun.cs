using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Processes.Commands;
using BatchJobs.Processes.Kubelet;
using BatchJobs.Processes.Logs;
using BatchJobs.Processes.Posix;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Running;

/// <summary>The life of one pod: init containers in order, then all containers, then the end.</summary>
internal sealed class PodRun
{
    private const long DefaultGracePeriodSeconds = 30;

    // Any number of seconds is valid, but not every one leads to an instant.
    private static readonly TimeSpan Farthest = TimeSpan.FromSeconds(int.MaxValue);

    private readonly Lock gate = new();
    private readonly PodSurroundings surroundings;
    private readonly ContainerRun[] initContainers;
    private readonly ContainerRun[] containers;
    private readonly PodStop stop;
    private readonly Alarm kill;
    private readonly Alarm deadline;
    private bool initialized;
    private bool ended;

    internal PodRun(PodStartRequest request, PodSurroundings surroundings)
    {
        (Request, this.surroundings) = (request, surroundings);
        Log = surroundings.Logs.Create(request.Id);
        var inits = request.Spec.InitContainers ?? [];
        initContainers = [.. inits.Select(spec => new ContainerRun(this, spec, "PodInitializing"))];
        containers = [.. (request.Spec.Containers ?? []).Select(spec => new ContainerRun(this, spec, inits.Count > 0 ? "PodInitializing" : "ContainerCreating"))];
        stop = new PodStop(Time);
        kill = new Alarm(Time, KillAll);
        deadline = new Alarm(Time, () => Stop(GracePeriod(null), PodEnding.DeadlineExceeded));
        Status = new PodStatus { Phase = PodPhase.Pending, StartTime = Now };
    }

    internal PodStartRequest Request { get; }

    internal PodLog Log { get; }

    /// <summary>The last report.</summary>
    internal PodStatus Status { get; private set; }

    internal TimeProvider Time => surroundings.Options.TimeProvider;

    internal DateTimeOffset Now => Time.GetUtcNow();

    internal TimeSpan DrainTimeout => surroundings.Options.DrainTimeout;

    private IEnumerable<ContainerRun> AllContainers => initContainers.Concat(containers);

    private IEnumerable<ContainerRun> Sidecars => initContainers.Where(container => RestartDecision.IsSidecar(container.View.Spec));

    // Sidecars may still run.
    private bool HasSucceeded => containers.All(container => container.Status.Terminated is { ExitCode: 0 });

    /// <summary>Lives the whole life of the pod.</summary>
    internal async Task LiveAsync()
    {
        if (Request.Spec.ActiveDeadlineSeconds is { } seconds) deadline.RingAfter(Seconds(seconds));
        Update(() => { });
        var sidecars = new List<Task>();
        initialized = await InitializeAsync(sidecars).ConfigureAwait(false);
        if (initialized)
        {
            await Task.WhenAll(containers.Select(container => container.RunAsync())).ConfigureAwait(false);
        }

        await StopSidecarsAsync(sidecars).ConfigureAwait(false);
        End();
    }

    /// <summary>Asks the pod to end, and kills it after the grace period; a later request can only shorten the wait.</summary>
    /// <param name="gracePeriod">The wait; null for the one in the spec.</param>
    internal void Delete(TimeSpan? gracePeriod) => Stop(GracePeriod(gracePeriod), ending: null);

    /// <summary>Ends the pod because the executor closes.</summary>
    internal void ShutDown() => Stop(GracePeriod(null), PodEnding.Shutdown);

    /// <summary>Changes a container under the lock of the pod and reports the outcome.</summary>
    internal void Update(Action change)
    {
        lock (gate)
        {
            change();
            Report();
        }
    }

    internal SpawnRequest Command(Container container) =>
        ContainerCommand.Build(Request, container, surroundings.InheritedEnvironment, surroundings.Options.WorkingDirectory);

    internal ChildProcess Launch(SpawnRequest request, Container container)
    {
        LineSplitter Lines(bool isError) =>
            new(Log, container.Name ?? "", isError, surroundings.Options.Logs.MaxBytesPerLine, Time);
        return surroundings.Launcher.Launch(request, Lines(isError: false), Lines(isError: true));
    }

    internal ContainerWaiting CrashLoop(Container container, TimeSpan delay) => new(
        "CrashLoopBackOff",
        $"back-off {GoDuration.Text(delay)} restarting failed container={container.Name} pod={Request.Name}_{Request.Job.Namespace}({Request.Uid})");

    /// <returns>Whether the regular containers may start.</returns>
    private async Task<bool> InitializeAsync(List<Task> sidecars)
    {
        foreach (var container in initContainers)
        {
            var run = container.RunAsync();
            if (RestartDecision.IsSidecar(container.View.Spec))
            {
                sidecars.Add(run);
                await container.Started.ConfigureAwait(false);
            }
            else if (!await run.ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    private async Task StopSidecarsAsync(List<Task> sidecars)
    {
        if (sidecars.Count == 0) return;
        kill.RingAfter(GracePeriod(null));
        foreach (var (sidecar, run) in Sidecars.Take(sidecars.Count).Zip(sidecars).Reverse())
        {
            sidecar.Stop(Signals.Terminate);
            await run.ConfigureAwait(false);
        }
    }

    private TimeSpan GracePeriod(TimeSpan? wanted)
    {
        var grace = wanted ?? Seconds(Request.Spec.TerminationGracePeriodSeconds ?? DefaultGracePeriodSeconds);
        return grace < Farthest ? grace : Farthest;
    }

    private static TimeSpan Seconds(long seconds) => seconds < Farthest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Farthest;

    private void Stop(TimeSpan grace, PodEnding? ending)
    {
        lock (gate)
        {
            if (ended) return;
            if (ending is not null && !HasSucceeded) stop.Fail(ending);
            if (grace > TimeSpan.Zero) kill.RingAfter(grace);
            if (ending is { IsDeletion: false } || stop.Delete(grace)) Report();
        }

        // Sidecars serve the others to their end and are stopped after them.
        if (grace > TimeSpan.Zero) Signal(AllContainers.Except(Sidecars), Signals.Terminate);
        else KillAll();
    }

    private void KillAll() => Signal(AllContainers, Signals.Kill);

    private static void Signal(IEnumerable<ContainerRun> containers, int signal)
    {
        foreach (var container in containers) container.Stop(signal);
    }

    private void End()
    {
        deadline.Cancel();
        kill.Cancel();
        lock (gate)
        {
            ended = true;
            if (initialized)
            {
                foreach (var container in containers.Where(container => container.Status.Terminated is null))
                {
                    container.Status = container.Status with { Waiting = null, Running = null, Terminated = ContainerTerminations.Unknown(Now) };
                }
            }

            Report();
        }

        surroundings.Logs.End(Log);
    }

    private void Report()
    {
        ContainerView[] initViews = [.. initContainers.Select(container => container.View)];
        ContainerView[] views = [.. containers.Select(container => container.View)];
        if (PodStatusRule.Derive(Status, Request.Spec.RestartPolicy, initViews, views, stop, ended, Now) is not { } status) return;
        Status = status;
        surroundings.Report(new PodReport(Request.Id, status));
    }
}

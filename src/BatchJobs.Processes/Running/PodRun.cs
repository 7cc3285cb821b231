using BatchJobs.Execution;
using BatchJobs.Execution.Kubelet;
using BatchJobs.Pods;
using BatchJobs.Processes.Adoption;
using BatchJobs.Processes.Commands;
using BatchJobs.Processes.Limits;
using BatchJobs.Processes.Logs;
using BatchJobs.Processes.Reading;
using BatchJobs.Processes.Volumes;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Running;

/// <summary>The life of one pod: init containers in order, then all containers, then the end.</summary>
internal sealed class PodRun
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RestartBackoff? allBackoff;
    private readonly PodContainers containers;
    private readonly PodVolumes volumes;
    private readonly PodStop stop;
    private readonly Alarm kill;
    private Alarm? deadline;
    private AdmissionTicket? ticket;
    private bool refused;
    private bool silent;
    private bool initialized;
    private bool ended;

    internal PodRun(PodStartRequest request, PodSurroundings surroundings, PodStatus? known = null)
    {
        (Request, Surroundings) = (request, surroundings);
        Log = surroundings.Logs.Create(request.Id);
        stop = new PodStop(Time);
        kill = new Alarm(Time, GraceIsOver);
        var config = new PodConfig(surroundings.Options.ConfigSource, request.Job.Namespace);
        volumes = new PodVolumes(request, surroundings.Folder, config);
        Command = new ContainerCommand(request, surroundings.InheritedEnvironment, surroundings.Options.WorkingDirectory, config, volumes, surroundings.Launcher);
        containers = new PodContainers(this, known);
        Status = known ?? new PodStatus { Phase = PodPhase.Pending, StartTime = Now };
        ended = Status.Phase is PodPhase.Succeeded or PodPhase.Failed;
    }

    internal PodStartRequest Request { get; }

    internal PodSurroundings Surroundings { get; }

    internal ContainerCommand Command { get; }

    internal PodLog Log { get; }

    /// <summary>The last report.</summary>
    internal PodStatus Status { get; private set; }

    /// <summary>Whether all containers are being ended in order to start again.</summary>
    internal bool IsRestartingAll { get; private set; }

    internal TimeProvider Time => Surroundings.Options.TimeProvider;

    internal DateTimeOffset Now => Time.GetUtcNow();

    internal TimeSpan OwnGracePeriod => GracePeriods.Of(Request.Spec);

    internal int ContainerCount => containers.Count;

    /// <summary>Lives the whole life of the pod, or what is left of it.</summary>
    internal async Task LiveAsync()
    {
        if (!ended && await EnterAsync().ConfigureAwait(false))
        {
            do await LiveOnceAsync().ConfigureAwait(false);
            while (await BeginAnewAsync().ConfigureAwait(false));
        }

        End();
    }

    /// <summary>Goes on with the processes a former application left; called before the pod lives.</summary>
    /// <returns>Whether all that ran then runs still; otherwise the pod is lost.</returns>
    internal bool TryResume(IEnumerable<SavedProcess> processes)
    {
        if (ended || containers.TryResume(processes)) return true;
        Lose();
        return false;
    }

    /// <summary>Nobody can tell any longer how one of the containers ended, so nobody can tell how the pod did.</summary>
    internal void Lose() => Stop(TimeSpan.Zero, PodEnding.Lost);

    /// <summary>Fails a pod that does not even begin; called before it lives.</summary>
    internal void Refuse(PodEnding ending)
    {
        stop.Fail(ending);
        refused = true;
    }

    /// <summary>Asks the pod to end, and kills it after the grace period; a later request can only shorten the wait.</summary>
    /// <param name="gracePeriod">The wait; null for the one in the spec.</param>
    internal void Delete(TimeSpan? gracePeriod) => Stop(GracePeriods.Of(Request.Spec, gracePeriod), ending: null);

    /// <summary>Lets go of the pod, which goes on without us.</summary>
    internal async Task DetachAsync()
    {
        await containers.DetachAsync().ConfigureAwait(false);
        lock (gate) silent = true;
        Log.Close(); // what follows is for the next executor
    }

    /// <summary>Ends the pod because the executor closes.</summary>
    internal void ShutDown() => Stop(OwnGracePeriod, PodEnding.Shutdown);

    /// <summary>Changes a container under the lock of the pod and reports the outcome.</summary>
    internal void Update(Action change)
    {
        lock (gate)
        {
            change();
            Report();
        }
    }

    /// <summary>Ends all containers so that they start again, init containers first, unless the pod is ending.</summary>
    internal void RestartAll()
    {
        lock (gate)
        {
            if (asked.Task.IsCompleted || IsRestartingAll) return;
            IsRestartingAll = true;
            Report();
        }

        containers.ForEach(container => container.Kill());
    }

    /// <summary>A marker for one run of a container that no other run ever has.</summary>
    internal string MarkerOf(Container container) => $"{Surroundings.Markers.Prefix}{Request.Id.JobUid:N}/{Request.Id.Ordinal}/{container.Name}/{Surroundings.NextRun()}";

    /// <returns>Whether the pod came in; otherwise it was stopped first.</returns>
    private async Task<bool> EnterAsync()
    {
        if (refused) return false;
        ticket = Surroundings.Admission.Enter(ResourceAmounts.Requests(Request.Spec), isInside: containers.Processes.Any());
        if (!ticket.Admitted.IsCompleted)
        {
            Update(() => Status = PodStatusRule.Unscheduled(Status, ticket.Obstacle, Now));
            await Task.WhenAny(ticket.Admitted, asked.Task).ConfigureAwait(false);
            if (!ticket.Admitted.IsCompleted) return false;
            Status = PodStatusRule.Scheduled(Status, Now);
        }

        if (Request.Spec.ActiveDeadlineSeconds is { } seconds)
        {
            deadline = new Alarm(Time, () => Stop(OwnGracePeriod, PodEnding.DeadlineExceeded));
            deadline.RingAfter(Status.StartTime!.Value + GracePeriods.Seconds(seconds) - Now);
        }

        Update(() => { });
        return true;
    }

    private async Task LiveOnceAsync()
    {
        var sidecars = new List<Task>();
        initialized = await containers.InitializeAsync(sidecars).ConfigureAwait(false);
        if (initialized) await containers.RunAsync().ConfigureAwait(false);
        if (sidecars.Count == 0) return;
        kill.RingAfter(OwnGracePeriod);
        await containers.StopSidecarsAsync(sidecars).ConfigureAwait(false);
        kill.Reset();
    }

    /// <returns>Whether all containers are to start again.</returns>
    private async Task<bool> BeginAnewAsync()
    {
        if (!IsRestartingAll) return false;
        var finished = Now;
        allBackoff ??= new RestartBackoff();
        lock (gate)
        {
            if (asked.Task.IsCompleted) return false;
            containers.ForEach(container => container.Renew());
            Report();
        }

        while (allBackoff.TryStart(Now, finished) is var left && left > TimeSpan.Zero && !asked.Task.IsCompleted)
        {
            await Task.WhenAny(asked.Task, Task.Delay(left, Time)).ConfigureAwait(false);
        }

        lock (gate) IsRestartingAll = false;
        return !asked.Task.IsCompleted;
    }

    private void Stop(TimeSpan grace, PodEnding? ending)
    {
        lock (gate)
        {
            if (ended) return;
            if (ending is not null && !containers.HaveSucceeded) stop.Fail(ending);
            if (grace > TimeSpan.Zero) kill.RingAfter(grace);
            if (ending is { IsDeletion: false } || stop.Delete(grace)) Report();
            asked.TrySetResult();
        }

        // Sidecars serve the others to their end and are stopped after them.
        if (grace > TimeSpan.Zero) containers.AskRegular();
        else containers.ForEach(container => container.Kill());
    }

    private void GraceIsOver() => containers.ForEach(container => container.GraceIsOver());

    private void End()
    {
        deadline?.Cancel();
        kill.Cancel();
        Surroundings.Logs.End(Log); // who hears of the end finds all of it
        lock (gate)
        {
            if (!ended)
            {
                ended = true;
                if (initialized || (Status.Scheduled && !refused && containers.HaveNoInit)) containers.GiveUpUnfinished();
                volumes.Remove();
                Report();
            }
        }

        if (ticket is not null) Surroundings.Admission.Leave(ticket);
    }

    private void Report()
    {
        if (silent) return;
        var views = containers.Views();
        if (PodStatusRule.Derive(Status, Request.Spec.RestartPolicy, views.Init, views.Regular, stop, ended, IsRestartingAll, Now) is not { } status) return;
        Status = status;
        Surroundings.Keeper?.Save(Request, Status, containers.Processes);
        Surroundings.Report(new PodReport(Request.Id, status));
    }
}

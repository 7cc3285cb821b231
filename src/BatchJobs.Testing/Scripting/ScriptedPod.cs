using BatchJobs.Execution;
using BatchJobs.Execution.Kubelet;
using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Testing.Scripting;

/// <summary>A pod object and what a kubelet would write into it; knows no time of its own.</summary>
internal sealed class ScriptedPod
{
    private readonly PodStartRequest request;

    public ScriptedPod(PodStartRequest request, PodScript script, PodRecord record)
    {
        this.request = request;
        Script = script;
        Record = record;
        InitFails = InitContainers.Any(container => !IsSidecar(container) && script.End.ExitCodes.GetValueOrDefault(container.Name ?? "") != 0);
        DateTimeOffset now = ServerTime(record.Created);
        bool unreadyFromTheStart = script.Bound && (InitFails || script.PendingFor != TimeSpan.Zero);
        Status = record.Status with
        {
            Scheduled = script.Bound,
            StartTime = script.Bound ? now : null,
            Conditions = unreadyFromTheStart ? PodConditions.SetReady([], ConditionStatus.False, "ContainersNotReady", now) : [],
            ContainerStatuses = [.. Containers.Select(ContainerStatuses.Waiting)],
            InitContainerStatuses = [.. InitContainers.Select(ContainerStatuses.Waiting)],
        };
    }

    public PodScript Script { get; }

    public PodRecord Record { get; private set; }

    public PodId Id => request.Id;

    public TimeSpan GracePeriod => GracePeriods.Of(request.Spec);

    /// <summary>Whether an init container keeps the others from ever running.</summary>
    public bool InitFails { get; }

    /// <summary>Whether a kubelet has to end the pod before its object can go.</summary>
    public bool NeedsKubelet => Status is { Scheduled: true, DeletionGracePeriodSeconds: > 0 } && !IsTerminal;

    public bool IsTerminal => Status.Phase is PodPhase.Succeeded or PodPhase.Failed;

    public PodStatus Status
    {
        get => Record.Status;
        private set => Record = Record with { Status = value };
    }

    private IReadOnlyList<Container> Containers => request.Spec.Containers ?? [];

    private IReadOnlyList<Container> InitContainers => request.Spec.InitContainers ?? [];

    public void Run(DateTimeOffset now)
    {
        DateTimeOffset since = ServerTime(now);
        Record = Record with { Started = now };
        Status = Status with
        {
            Phase = PodPhase.Running,
            InitContainerStatuses =
                [.. InitContainers.Zip(Status.InitContainerStatuses, (spec, status) => IsSidecar(spec) ? status.Run(since) : status.End(0, since))],
            ContainerStatuses = [.. Status.ContainerStatuses.Select(status => status.Run(since))],
        };
        SetReady(Script.Ready && Script.ReadyAfter == TimeSpan.Zero, now);
    }

    public void Restart(ContainerRestart restart, DateTimeOffset now)
    {
        string? name = restart.Container ?? Containers[0].Name;
        Func<ContainerStatus, ContainerStatus> update = status => status.Name == name ? status.Restart(restart.ExitCode, ServerTime(now)) : status;
        Status = Status with
        {
            ContainerStatuses = [.. Status.ContainerStatuses.Select(update)],
            InitContainerStatuses = [.. Status.InitContainerStatuses.Select(update)],
        };
    }

    public void SetReady(bool ready, DateTimeOffset now) => Status = Status with
    {
        Conditions = PodConditions.SetReady(Status.Conditions, ready ? ConditionStatus.True : ConditionStatus.False, ready ? null : "ContainersNotReady", ServerTime(now)),
        ContainerStatuses = [.. Status.ContainerStatuses.Select(status => status with { Ready = ready })],
    };

    public void AddCondition(PodCondition condition, DateTimeOffset now) =>
        Status = Status with { Conditions = PodConditions.Set(Status.Conditions, condition, ServerTime(now)) };

    /// <summary>Gives the pod its terminal phase; containers that never ran get no exit code.</summary>
    public void End(PodEnd end, DateTimeOffset now)
    {
        DateTimeOffset time = ServerTime(now);
        bool ran = Status.Phase == PodPhase.Running;
        bool succeeds = ran && Containers.All(container => end.ExitCodeOf(container.Name ?? "") == 0);
        PodPhase phase = end.Phase ?? (succeeds ? PodPhase.Succeeded : PodPhase.Failed);
        foreach (PodCondition condition in end.Conditions)
        {
            AddCondition(condition, now);
        }

        Record = Record with { Finished = now };
        Status = Status with
        {
            Phase = phase,
            Reason = end.Reason,
            Message = end.Message,
            ContainerStatuses = ran ? [.. Status.ContainerStatuses.Select(status => status.End(end.ExitCodeOf(status.Name), time))] : Status.ContainerStatuses,
            InitContainerStatuses = [.. Status.InitContainerStatuses.Select(status => EndInit(status, end, time))],
            Conditions = PodConditions.SetReady(
                Status.Conditions, ConditionStatus.False, phase == PodPhase.Succeeded ? "PodCompleted" : "PodFailed", time),
        };
    }

    /// <summary>Sets the deletion timestamp; a later deletion can only shorten the grace period.</summary>
    public bool Delete(TimeSpan gracePeriod, DateTimeOffset now)
    {
        long grace = IsTerminal || !Script.Bound ? 0 : (long)Math.Ceiling(gracePeriod.TotalSeconds);
        if (Record.Deleted is not null && grace >= Status.DeletionGracePeriodSeconds)
        {
            return false;
        }

        Record = Record with { Deleted = Record.Deleted ?? now };
        Status = Status with { DeletionTimestamp = ServerTime(now).AddSeconds(grace), DeletionGracePeriodSeconds = grace };
        return true;
    }

    public void Release(DateTimeOffset now) => Record = Record with { Released = Record.Released ?? now };

    public void Orphan() => Record = Record with { Orphaned = true };

    /// <summary>Removes the object if nothing holds it any more.</summary>
    public bool TryRemove(DateTimeOffset now)
    {
        if (Record is not { Deleted: not null, Released: not null, Gone: null } || NeedsKubelet)
        {
            return false;
        }

        Record = Record with { Gone = now };
        return true;
    }

    /// <summary>API servers and kubelets write times as whole seconds.</summary>
    private static DateTimeOffset ServerTime(DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerSecond));

    private static bool IsSidecar(Container container) => container.RestartPolicy == RestartPolicy.Always;

    private ContainerStatus EndInit(ContainerStatus status, PodEnd end, DateTimeOffset now) => status switch
    {
        { Terminated: not null } => status,
        { Running: not null } => status.End(0, now),
        _ when InitFails && ReferenceEquals(end, Script.End) => status.End(end.ExitCodes.GetValueOrDefault(status.Name), now),
        _ => status,
    };
}

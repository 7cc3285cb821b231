using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Persistence;

/// <summary>A pod's status in bytes; some thirty for a pod that runs.</summary>
internal static class PodStatusCodec
{
    public static void Write(StateWriter writer, PodStatus status)
    {
        WriteHead(writer, status.Phase, status.Reason, status.Message, status.Scheduled, status.StartTime, status.DeletionTimestamp, status.DeletionGracePeriodSeconds);
        writer.Count(status.Conditions.Count);
        foreach (PodCondition condition in status.Conditions)
        {
            WriteCondition(writer, condition.Type, condition.Status, condition.Reason, condition.Message, condition.LastTransitionTime);
        }

        Write(writer, status.ContainerStatuses);
        Write(writer, status.InitContainerStatuses);
    }

    /// <summary>What <see cref="PodCompletion.ToStatus"/> says, without making it.</summary>
    public static void Write(StateWriter writer, in PodCompletion end)
    {
        WriteHead(writer, end.Phase, reason: null, message: null, scheduled: true, end.StartedAt, deletedAt: null, gracePeriodSeconds: 0);
        writer.Count(1);
        WriteCondition(writer, PodConditionTypes.Ready, ConditionStatus.False, end.ReadyReason, message: null, end.FinishedAt);
        writer.Count(1);
        WriteContainer(writer, end.Container, restarts: 0, ready: false, waiting: null, runningSince: null);
        WriteTermination(writer, end.ExitCode, end.FinishedAt, end.Reason, end.Message, signal: null, end.StartedAt);
        Write(writer, termination: null);
        writer.Count(0);
    }

    public static PodStatus Read(ref StateReader reader) => new()
    {
        Phase = reader.Word<PodPhase>(),
        Reason = reader.MaybeText(),
        Message = reader.MaybeText(),
        Scheduled = reader.Bool(),
        StartTime = reader.MaybeTime(),
        DeletionTimestamp = reader.MaybeTime(),
        DeletionGracePeriodSeconds = reader.Int(),
        Conditions = ReadConditions(ref reader),
        ContainerStatuses = ReadContainers(ref reader),
        InitContainerStatuses = ReadContainers(ref reader),
    };

    private static PodCondition[] ReadConditions(ref StateReader reader)
    {
        var conditions = new PodCondition[reader.Count()];
        for (int i = 0; i < conditions.Length; i++)
        {
            conditions[i] = new PodCondition(reader.Text(), new ConditionStatus(reader.Text()), reader.MaybeText(), reader.MaybeText(), reader.MaybeTime());
        }

        return conditions;
    }

    private static void Write(StateWriter writer, IReadOnlyList<ContainerStatus> containers)
    {
        writer.Count(containers.Count);
        for (int i = 0; i < containers.Count; i++)
        {
            ContainerStatus container = containers[i];
            WriteContainer(writer, container.Name, container.RestartCount, container.Ready, container.Waiting, container.Running?.StartedAt);
            Write(writer, container.Terminated);
            Write(writer, container.LastTermination);
        }
    }

    private static ContainerStatus[] ReadContainers(ref StateReader reader)
    {
        var containers = new ContainerStatus[reader.Count()];
        for (int i = 0; i < containers.Length; i++)
        {
            containers[i] = new ContainerStatus
            {
                Name = reader.Text(),
                RestartCount = reader.Int32(),
                Ready = reader.Bool(),
                Waiting = reader.Bool() ? new ContainerWaiting(reader.Text(), reader.MaybeText()) : null,
                Running = reader.MaybeTime() is { } started ? new ContainerRunning(started) : null,
                Terminated = ReadTermination(ref reader),
                LastTermination = ReadTermination(ref reader),
            };
        }

        return containers;
    }

    private static void Write(StateWriter writer, ContainerTermination? termination)
    {
        if (termination is { } end)
        {
            WriteTermination(writer, end.ExitCode, end.FinishedAt, end.Reason, end.Message, end.Signal, end.StartedAt);
        }
        else
        {
            writer.Bool(false);
        }
    }

    private static void WriteHead(
        StateWriter writer,
        PodPhase phase,
        string? reason,
        string? message,
        bool scheduled,
        DateTimeOffset? startedAt,
        DateTimeOffset? deletedAt,
        long gracePeriodSeconds)
    {
        writer.Int((int)phase);
        writer.Text(reason);
        writer.Text(message);
        writer.Bool(scheduled);
        writer.MaybeTime(startedAt);
        writer.MaybeTime(deletedAt);
        writer.Int(gracePeriodSeconds);
    }

    private static void WriteCondition(StateWriter writer, string type, ConditionStatus status, string? reason, string? message, DateTimeOffset? lastTransitionAt)
    {
        writer.Text(type);
        writer.Text(status.Value);
        writer.Text(reason);
        writer.Text(message);
        writer.MaybeTime(lastTransitionAt);
    }

    private static void WriteContainer(StateWriter writer, string name, int restarts, bool ready, ContainerWaiting? waiting, DateTimeOffset? runningSince)
    {
        writer.Text(name);
        writer.Int(restarts);
        writer.Bool(ready);
        writer.Bool(waiting is not null);
        if (waiting is not null)
        {
            writer.Text(waiting.Reason);
            writer.Text(waiting.Message);
        }

        writer.MaybeTime(runningSince);
    }

    private static void WriteTermination(
        StateWriter writer,
        int exitCode,
        DateTimeOffset finishedAt,
        string? reason,
        string? message,
        int? signal,
        DateTimeOffset? startedAt)
    {
        writer.Bool(true);
        writer.Int(exitCode);
        writer.Time(finishedAt);
        writer.Text(reason);
        writer.Text(message);
        writer.MaybeInt(signal);
        writer.MaybeTime(startedAt);
    }

    private static ContainerTermination? ReadTermination(ref StateReader reader) => reader.Bool()
        ? new ContainerTermination(reader.Int32(), reader.Time(), reader.MaybeText(), reader.MaybeText(), (int?)reader.MaybeInt(), reader.MaybeTime())
        : null;
}

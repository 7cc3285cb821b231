using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Persistence;

/// <summary>A pod's status in bytes; some thirty for a pod that runs.</summary>
internal static class PodStatusCodec
{
    public static void Write(StateWriter writer, PodStatus status)
    {
        writer.Int((int)status.Phase);
        writer.Text(status.Reason);
        writer.Text(status.Message);
        writer.Bool(status.Scheduled);
        writer.MaybeTime(status.StartTime);
        writer.MaybeTime(status.DeletionTimestamp);
        writer.Int(status.DeletionGracePeriodSeconds);
        writer.Count(status.Conditions.Count);
        foreach (PodCondition condition in status.Conditions)
        {
            writer.Text(condition.Type);
            writer.Text(condition.Status.Value);
            writer.Text(condition.Reason);
            writer.Text(condition.Message);
            writer.MaybeTime(condition.LastTransitionTime);
        }

        Write(writer, status.ContainerStatuses);
        Write(writer, status.InitContainerStatuses);
    }

    /// <summary>What <see cref="PodCompletion.ToStatus"/> says, without making it.</summary>
    public static void Write(StateWriter writer, in PodCompletion end)
    {
        writer.Int((int)end.Phase);
        writer.Text(null);
        writer.Text(null);
        writer.Bool(true);
        writer.MaybeTime(end.StartedAt);
        writer.MaybeTime(null);
        writer.Int(0);
        writer.Count(1);
        writer.Text(PodConditionTypes.Ready);
        writer.Text(ConditionStatus.False.Value);
        writer.Text(end.ReadyReason);
        writer.Text(null);
        writer.MaybeTime(end.FinishedAt);
        writer.Count(1);
        writer.Text(end.Container);
        writer.Int(0);
        writer.Bool(false);
        writer.Bool(false);
        writer.MaybeTime(null);
        writer.Bool(true);
        writer.Int(end.ExitCode);
        writer.Time(end.FinishedAt);
        writer.Text(end.Reason);
        writer.Text(end.Message);
        writer.MaybeInt(null);
        writer.MaybeTime(end.StartedAt);
        writer.Bool(false);
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
            writer.Text(container.Name);
            writer.Int(container.RestartCount);
            writer.Bool(container.Ready);
            writer.Bool(container.Waiting is not null);
            if (container.Waiting is { } waiting)
            {
                writer.Text(waiting.Reason);
                writer.Text(waiting.Message);
            }

            writer.MaybeTime(container.Running?.StartedAt);
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

    private static void Write(StateWriter writer, ContainerTermination? end)
    {
        writer.Bool(end is not null);
        if (end is null)
        {
            return;
        }

        writer.Int(end.ExitCode);
        writer.Time(end.FinishedAt);
        writer.Text(end.Reason);
        writer.Text(end.Message);
        writer.MaybeInt(end.Signal);
        writer.MaybeTime(end.StartedAt);
    }

    private static ContainerTermination? ReadTermination(ref StateReader reader) => reader.Bool()
        ? new ContainerTermination(reader.Int32(), reader.Time(), reader.MaybeText(), reader.MaybeText(), (int?)reader.MaybeInt(), reader.MaybeTime())
        : null;
}

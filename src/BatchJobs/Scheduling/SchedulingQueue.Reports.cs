using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.Scheduling;

/// <content>What nodes say of their pods, and what is told of pods without a node.</content>
internal sealed partial class SchedulingQueue
{
    /// <summary>Takes in pods that a node had before this executor was made.</summary>
    public void Learn(PodNode node, IReadOnlyList<PodReport> reports)
    {
        lock (gate)
        {
            foreach (PodReport report in reports)
            {
                if (!table.TryGet(report.Pod, out _))
                {
                    table.AddSurvivor(report, node, time.GetUtcNow());
                }
            }
        }
    }

    public IReadOnlyList<PodReport> List()
    {
        lock (gate)
        {
            return [.. table.All.Where(pod => !pod.Released).Select(pod => new PodReport(pod.Id, pod.Status ?? WaitingStatus.Of(null)))];
        }
    }

    /// <summary>A node says how a pod is.</summary>
    public void Report(PodNode node, in PodReport report)
    {
        PodReport told = report;
        bool ended = report.Status.Phase is PodPhase.Succeeded or PodPhase.Failed;
        bool freed = false;
        lock (gate)
        {
            if (table.TryGet(report.Pod, out PodPlacement? pod) && pod.Node == node)
            {
                PodStatus status = pod.PreemptedFor is { } reason ? WaitingStatus.Preempted(report.Status, reason) : report.Status;
                told = new PodReport(report.Pod, status);
                pod.Status = status;
                if (ended)
                {
                    freed = pod.Running is not null;
                    table.End(pod);
                }
            }
        }

        observer?.OnReport(in told);
        if (freed)
        {
            pump.Run();
        }
    }

    /// <summary>A node has lost a pod.</summary>
    public void Vanish(PodId id)
    {
        lock (gate)
        {
            if (table.TryGet(id, out PodPlacement? pod))
            {
                table.Remove(pod);
            }
        }

        observer?.OnVanished(id);
        pump.Run();
    }

    /// <summary>Under the lock: a pod stays in the queue, for a reason that may be new.</summary>
    private void TellWaiting(PodPlacement pod, string? message)
    {
        if (pod.Status is null || pod.Status.Message != message)
        {
            pod.Status = WaitingStatus.Of(message);
            observer?.OnReport(new PodReport(pod.Id, pod.Status));
        }
    }
}

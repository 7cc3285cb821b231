using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Scheduling;

/// <summary>Keeps the pods of a <see cref="ScheduledPodExecutor"/> in their places, and has its scheduler look whenever they change.</summary>
internal sealed partial class SchedulingQueue : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly PlacementTable table = new();
    private readonly TimeProvider time;
    private readonly SchedulingPump pump;
    private IPodObserver? observer;
    private bool closed;

    public SchedulingQueue(PodNode[] nodes, IPodScheduler scheduler, TimeProvider time)
    {
        this.time = time;
        pump = new SchedulingPump(
            gate,
            table,
            nodes,
            scheduler,
            time,
            TellWaiting,
            (pod, node) => _ = BindAsync(pod, node),
            (pod, node) => _ = StopOnNodeAsync(pod, node, gracePeriod: null));
    }

    public void Connect(IPodObserver receiver) => observer = receiver;

    public void Reschedule() => pump.Run();

    public void Start(PodStartRequest request)
    {
        PodPlacement pod;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, typeof(ScheduledPodExecutor));
            if (table.TryGet(request.Id, out _))
            {
                return;
            }

            pod = table.Add(request, time.GetUtcNow());
        }

        pump.Run();
        lock (gate)
        {
            if (pod is { State: PlacementState.Waiting, Status: null })
            {
                TellWaiting(pod, null);
            }
        }
    }

    /// <returns>The node that has to stop the pod; null when none has it.</returns>
    public PodNode? Stop(PodId id, TimeSpan? gracePeriod)
    {
        lock (gate)
        {
            if (!table.TryGet(id, out PodPlacement? pod))
            {
                return null;
            }

            switch (pod.State)
            {
                case PlacementState.Waiting:
                    EndUnbound(pod, gracePeriod);
                    return null;
                case PlacementState.Binding:
                    pod.Stop = new PendingStop(gracePeriod);
                    return null;
                default:
                    return pod.Node;
            }
        }
    }

    /// <returns>The node that has to release the pod; null when none has it.</returns>
    public PodNode? Release(PodId id)
    {
        lock (gate)
        {
            if (!table.TryGet(id, out PodPlacement? pod))
            {
                return null;
            }

            table.Release(pod);
            return pod.Node;
        }
    }

    public void ForgetJob(Guid jobUid)
    {
        lock (gate)
        {
            foreach (PodPlacement pod in table.All.Where(pod => pod.Id.JobUid == jobUid).ToList())
            {
                if (pod.State == PlacementState.Waiting)
                {
                    table.Remove(pod);
                }
                else
                {
                    pod.Stop ??= pod.State == PlacementState.Binding ? new PendingStop(null) : null;
                    table.Release(pod);
                }
            }
        }
    }

    public PodNode? FindNode(PodId id)
    {
        lock (gate)
        {
            return table.TryGet(id, out PodPlacement? pod) ? pod.Node : null;
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (gate)
        {
            closed = true;
            observer = null;
        }

        return pump.DisposeAsync();
    }

    private void EndUnbound(PodPlacement pod, TimeSpan? gracePeriod)
    {
        TimeSpan grace = gracePeriod ?? TimeSpan.FromSeconds(pod.Request?.Spec.TerminationGracePeriodSeconds ?? JobDefaults.TerminationGracePeriodSeconds);
        pod.Status = WaitingStatus.Stopped(pod.Status, grace, time.GetUtcNow());
        observer?.OnReport(new PodReport(pod.Id, pod.Status));
        table.End(pod);
    }
}

using BatchJobs.Execution;
using BatchJobs.Execution.Kubelet;
using BatchJobs.Pods;

namespace BatchJobs.Scheduling;

/// <summary>Keeps the pods of a <see cref="ScheduledPodExecutor"/> in their places, and has its scheduler look whenever they change.</summary>
internal sealed partial class SchedulingQueue : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly PlacementTable table = new();
    private readonly CancellationTokenSource closing = new();
    private readonly CancellationToken closed;
    private readonly TimeProvider time;
    private readonly SchedulingPump pump;
    private IPodObserver? observer;

    public SchedulingQueue(PodNode[] nodes, IPodScheduler scheduler, TimeProvider time)
    {
        this.time = time;
        closed = closing.Token;
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
            ObjectDisposedException.ThrowIf(closed.IsCancellationRequested, typeof(ScheduledPodExecutor));
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
                    break;
                case PlacementState.Binding:
                    pod.Stop = new PendingStop(gracePeriod);
                    return null;
                default:
                    return pod.Node;
            }
        }

        pump.Run();
        return null;
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
        bool withdrawn = false;
        lock (gate)
        {
            foreach (PodPlacement pod in table.All.Where(pod => pod.Id.JobUid == jobUid).ToList())
            {
                if (pod.State == PlacementState.Waiting)
                {
                    table.Remove(pod);
                    withdrawn = true;
                }
                else
                {
                    pod.Stop ??= pod.State == PlacementState.Binding ? new PendingStop(null) : null;
                    table.Release(pod);
                }
            }
        }

        if (withdrawn)
        {
            pump.Run();
        }
    }

    public PodNode? FindNode(PodId id)
    {
        lock (gate)
        {
            return table.TryGet(id, out PodPlacement? pod) ? pod.Node : null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            observer = null;
        }

        await closing.CancelAsync().ConfigureAwait(false);
        await pump.DisposeAsync().ConfigureAwait(false);
    }

    private void EndUnbound(PodPlacement pod, TimeSpan? gracePeriod)
    {
        TimeSpan grace = GracePeriods.Of(pod.Request?.Spec, gracePeriod);
        pod.Status = WaitingStatus.Stopped(pod.Status, grace, time.GetUtcNow());
        observer?.OnReport(new PodReport(pod.Id, pod.Status));
        table.End(pod);
    }
}

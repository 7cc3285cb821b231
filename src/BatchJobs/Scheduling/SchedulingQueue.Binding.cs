namespace BatchJobs.Scheduling;

/// <content>Handing pods to their nodes.</content>
internal sealed partial class SchedulingQueue
{
    /// <summary>Hands a pod to its node; never throws.</summary>
    private async Task BindAsync(PodPlacement pod, PodNode node)
    {
        try
        {
            await node.Executor.StartAsync(pod.Request!).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // whatever the node throws, the pod did not start there
        catch (Exception error)
#pragma warning restore CA1031
        {
            Refused(pod, node, error);
            pump.Run();
            return;
        }

        PendingStop? stop;
        lock (gate)
        {
            stop = pod.Stop;
            pod.Refusals = 0;
            if (pod.State == PlacementState.Binding)
            {
                pod.State = PlacementState.Bound;
            }
        }

        if (stop is not null)
        {
            await StopOnNodeAsync(pod, node, stop.GracePeriod).ConfigureAwait(false);
        }
    }

    private void Refused(PodPlacement pod, PodNode node, Exception error)
    {
        lock (gate)
        {
            pod.Refusals++;
            table.Refuse(pod, time.GetUtcNow() + Rules.StartRetry.After(pod.Refusals));
            if (pod.Stop is { } stop)
            {
                EndUnbound(pod, stop.GracePeriod);
            }
            else
            {
                TellWaiting(pod, $"Node {node} refused the pod: {error.Message}");
            }
        }
    }

    /// <summary>Asks a node to stop a pod; never throws.</summary>
    private static async Task StopOnNodeAsync(PodPlacement pod, PodNode node, TimeSpan? gracePeriod)
    {
        try
        {
            await node.Executor.StopAsync(pod.Id, gracePeriod).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the next cycle, or the Job, asks again
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}

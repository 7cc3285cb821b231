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
        bool isUnwanted;
        lock (gate)
        {
            stop = pod.Stop;
            isUnwanted = pod.IsUnwanted;
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
        else if (isUnwanted)
        {
            pump.Run();
        }
    }

    private void Refused(PodPlacement pod, PodNode node, Exception error)
    {
        lock (gate)
        {
            if (pod.State != PlacementState.Binding)
            {
                // The node has told its end, or that it has lost it.
                return;
            }

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
    /// <remarks>Asks until it is heard: whoever wanted the stop has been told that it was taken.</remarks>
    private async Task StopOnNodeAsync(PodPlacement pod, PodNode node, TimeSpan? gracePeriod)
    {
        for (int failures = 1; !closed.IsCancellationRequested && !HasEnded(pod); failures++)
        {
            try
            {
                await node.Executor.StopAsync(pod.Id, gracePeriod, closed).ConfigureAwait(false);
                return;
            }
#pragma warning disable CA1031 // a node that fails now may succeed later
            catch (Exception)
#pragma warning restore CA1031
            {
            }

            await Task.Delay(Rules.StartRetry.After(failures), time, closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool HasEnded(PodPlacement pod)
    {
        lock (gate)
        {
            return pod.State == PlacementState.Ended;
        }
    }
}

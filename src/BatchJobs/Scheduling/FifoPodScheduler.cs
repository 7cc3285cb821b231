namespace BatchJobs.Scheduling;

/// <summary>First come, first served: each pod starts on the first node that it fits and that has room.</summary>
/// <remarks>A pod whose nodes are full does not hold up those behind it that fit another one.</remarks>
public sealed class FifoPodScheduler : IPodScheduler
{
    /// <inheritdoc />
    public void Schedule(SchedulingCycle cycle)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        int open = cycle.Nodes.Count(node => cycle.FreeOn(node) > 0);
        foreach (WaitingPod pod in cycle.Waiting)
        {
            if (open == 0)
            {
                return;
            }

            if (FindNode(cycle, pod, out bool fits) is { } node)
            {
                cycle.Bind(pod, node);
                open -= cycle.FreeOn(node) == 0 ? 1 : 0;
            }
            else if (!fits)
            {
                cycle.Explain(pod, $"0/{cycle.Nodes.Count} nodes are available: none has the name or the labels the pod asks for (spec.nodeName, spec.nodeSelector).");
            }
        }
    }

    private static PodNode? FindNode(SchedulingCycle cycle, WaitingPod pod, out bool fits)
    {
        fits = false;
        foreach (PodNode node in cycle.Nodes)
        {
            if (node.Fits(pod.Request.Spec))
            {
                fits = true;
                if (cycle.FreeOn(node) > 0)
                {
                    return node;
                }
            }
        }

        return null;
    }
}

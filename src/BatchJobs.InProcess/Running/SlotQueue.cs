namespace BatchJobs.InProcess.Running;

/// <summary>Lets so many pods run at once; the others wait in the order in which they came.</summary>
/// <param name="limit">How many.</param>
internal sealed class SlotQueue(int limit)
{
    private readonly Lock gate = new();
    private readonly LinkedList<InProcessPod> waiting = [];
    private int taken;

    /// <summary>Begins a pod now, or when its turn has come.</summary>
    public void Enter(InProcessPod pod)
    {
        lock (gate)
        {
            if (taken == limit)
            {
                pod.Place = waiting.AddLast(pod);
                return;
            }

            taken++;
        }

        Begin(pod);
    }

    /// <summary>Takes a pod out of those that wait, if it still does.</summary>
    public void Remove(InProcessPod pod)
    {
        lock (gate)
        {
            if (pod.Place is { } place)
            {
                waiting.Remove(place);
                pod.Place = null;
            }
        }
    }

    /// <summary>Gives a slot back, and with it the next pod its turn.</summary>
    public void Leave()
    {
        if (TakeNext() is { } next)
        {
            Begin(next);
        }
    }

    private void Begin(InProcessPod pod)
    {
        // A pod that was stopped just before its turn does not want its slot any more.
        for (InProcessPod? next = pod; next is not null && !next.TryBegin(); next = TakeNext())
        {
        }
    }

    private InProcessPod? TakeNext()
    {
        lock (gate)
        {
            if (waiting.First is not { } first)
            {
                taken--;
                return null;
            }

            waiting.RemoveFirst();
            first.Value.Place = null;
            return first.Value;
        }
    }
}

namespace BatchJobs.Runtime;

/// <summary>What has arrived for a loop and waits for its next step.</summary>
/// <typeparam name="TEvent">What can happen to the object of the loop.</typeparam>
internal sealed class Mailbox<TEvent>
    where TEvent : struct
{
    private readonly Lock gate = new();
    private List<TEvent> events = [];
    private List<LoopRequest> requests = [];
    private bool running;
    private bool closed;

    /// <returns>true if the loop has to be started.</returns>
    public bool Post(in TEvent happened)
    {
        lock (gate)
        {
            if (closed)
            {
                return false;
            }

            events.Add(happened);
            return Claim();
        }
    }

    /// <returns>true if the loop has to be started; null if there is no loop any more.</returns>
    public bool? Post(LoopRequest request)
    {
        lock (gate)
        {
            if (closed)
            {
                return null;
            }

            requests.Add(request);
            return Claim();
        }
    }

    /// <summary>Swaps what has arrived with empty lists; false if nothing has, and then the loop must end.</summary>
    public bool TryTake(ref List<TEvent> takenEvents, ref List<LoopRequest> takenRequests)
    {
        takenEvents.Clear();
        takenRequests.Clear();
        lock (gate)
        {
            if (events.Count == 0 && requests.Count == 0)
            {
                running = false;
                return false;
            }

            (events, takenEvents) = (takenEvents, events);
            (requests, takenRequests) = (takenRequests, requests);
            return true;
        }
    }

    /// <summary>Takes no more mail; gives back the requests that are left.</summary>
    public IReadOnlyList<LoopRequest> Close()
    {
        lock (gate)
        {
            closed = true;
            events.Clear();
            List<LoopRequest> left = requests;
            requests = [];
            return left;
        }
    }

    private bool Claim()
    {
        bool start = !running;
        running = true;
        return start;
    }
}

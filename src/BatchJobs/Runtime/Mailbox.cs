namespace BatchJobs.Runtime;

/// <summary>What has arrived for a loop and waits for its next step.</summary>
/// <typeparam name="TEvent">What can happen to the object of the loop.</typeparam>
internal sealed class Mailbox<TEvent>
    where TEvent : struct
{
    private List<TEvent>? events;
    private List<LoopRequest>? requests;
    private bool running;
    private bool closed;

    /// <returns>true if the loop has to be started.</returns>
    public bool Post(in TEvent happened)
    {
        lock (Gate)
        {
            if (closed)
            {
                return false;
            }

            Events.Add(happened);
            return Claim();
        }
    }

    /// <summary>Several things that belong to the same step.</summary>
    /// <returns>true if the loop has to be started.</returns>
    public bool Post(ReadOnlySpan<TEvent> happened)
    {
        lock (Gate)
        {
            if (closed)
            {
                return false;
            }

            Events.AddRange(happened);
            return Claim();
        }
    }

    /// <summary>Several things that somebody else tells, and that belong to the same step.</summary>
    /// <returns>true if the loop has to be started.</returns>
    public bool Post<TSource>(ReadOnlySpan<TSource> happened, ConvertToEvent<TSource> convert)
    {
        lock (Gate)
        {
            if (closed)
            {
                return false;
            }

            foreach (ref readonly TSource item in happened)
            {
                Events.Add(convert(in item));
            }

            return Claim();
        }
    }

    /// <returns>true if the loop has to be started; null if there is no loop any more.</returns>
    public bool? Post(LoopRequest request)
    {
        lock (Gate)
        {
            if (closed)
            {
                return null;
            }

            (requests ??= ListPool<LoopRequest>.Rent()).Add(request);
            return Claim();
        }
    }

    /// <summary>Takes what has arrived; false if nothing has, and then the loop must end.</summary>
    public bool TryTake(ref List<TEvent>? takenEvents, ref List<LoopRequest>? takenRequests)
    {
        lock (Gate)
        {
            if (events is null && requests is null)
            {
                running = false;
                return false;
            }

            (takenEvents, events) = (events, null);
            (takenRequests, requests) = (requests, null);
            return true;
        }
    }

    /// <summary>Lets the loop end if nothing has arrived.</summary>
    public bool TryRest()
    {
        lock (Gate)
        {
            running = events is not null || requests is not null;
            return !running;
        }
    }

    /// <summary>Lets mail wait: the loop begins by itself.</summary>
    public void Begin()
    {
        lock (Gate)
        {
            running = true;
        }
    }

    /// <summary>Takes no more mail; gives back the requests that are left.</summary>
    public IReadOnlyList<LoopRequest> Close()
    {
        lock (Gate)
        {
            closed = true;
            events = null;
            List<LoopRequest>? left = requests;
            requests = null;
            return left ?? [];
        }
    }

    /// <summary>Makes an event of what somebody else tells.</summary>
    public delegate TEvent ConvertToEvent<TSource>(in TSource source);

    /// <remarks>Nobody else sees this object; a lock of its own would be 40 bytes for each Job that is kept.</remarks>
    private object Gate => this;

    private List<TEvent> Events => events ??= ListPool<TEvent>.Rent();

    private bool Claim()
    {
        bool start = !running;
        running = true;
        return start;
    }
}

namespace BatchJobs.Runtime;

/// <summary>What has arrived for a loop and waits for its next step.</summary>
/// <remarks>A part of the loop, since every Job that is kept has one.</remarks>
/// <typeparam name="TEvent">What can happen to the object of the loop.</typeparam>
internal abstract class Mailbox<TEvent>
    where TEvent : struct
{
    private List<TEvent>? events;
    private List<LoopRequest>? requests;
    private bool isRunning;
    private bool isClosed;

    /// <returns>true if the loop has to be started.</returns>
    protected bool Receive(in TEvent happened)
    {
        lock (Gate)
        {
            if (isClosed)
            {
                return false;
            }

            Events.Add(happened);
            return Claim();
        }
    }

    /// <summary>Several things that belong to the same step.</summary>
    /// <returns>true if the loop has to be started.</returns>
    protected bool Receive(ReadOnlySpan<TEvent> happened)
    {
        lock (Gate)
        {
            if (isClosed)
            {
                return false;
            }

            Events.AddRange(happened);
            return Claim();
        }
    }

    /// <summary>Several things that somebody else tells, and that belong to the same step.</summary>
    /// <returns>true if the loop has to be started.</returns>
    protected bool Receive<TSource>(ReadOnlySpan<TSource> happened, ConvertToEvent<TSource> convert)
    {
        lock (Gate)
        {
            if (isClosed)
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
    protected bool? Receive(LoopRequest request)
    {
        lock (Gate)
        {
            if (isClosed)
            {
                return null;
            }

            (requests ??= ListPool<LoopRequest>.Rent()).Add(request);
            return Claim();
        }
    }

    /// <summary>Takes what has arrived; false if nothing has, and then the loop must end.</summary>
    protected bool TryTake(ref List<TEvent>? takenEvents, ref List<LoopRequest>? takenRequests)
    {
        lock (Gate)
        {
            if (events is null && requests is null)
            {
                isRunning = false;
                return false;
            }

            (takenEvents, events) = (events, null);
            (takenRequests, requests) = (requests, null);
            return true;
        }
    }

    /// <summary>Lets the loop end if nothing has arrived.</summary>
    protected bool TryRest()
    {
        lock (Gate)
        {
            isRunning = events is not null || requests is not null;
            return !isRunning;
        }
    }

    /// <summary>Lets mail wait: the loop begins by itself.</summary>
    protected void BeginByItself()
    {
        lock (Gate)
        {
            isRunning = true;
        }
    }

    /// <summary>Takes no more mail; gives back the requests that are left.</summary>
    protected IReadOnlyList<LoopRequest> CloseMailbox()
    {
        lock (Gate)
        {
            isClosed = true;
            events = null;
            List<LoopRequest>? left = requests;
            requests = null;
            return left ?? [];
        }
    }

    /// <summary>Makes an event of what somebody else tells.</summary>
    public delegate TEvent ConvertToEvent<TSource>(in TSource source);

    /// <remarks>Nobody else locks this object; a lock of its own would be 40 bytes for each Job that is kept.</remarks>
    private object Gate => this;

    private List<TEvent> Events => events ??= ListPool<TEvent>.Rent();

    private bool Claim()
    {
        bool start = !isRunning;
        isRunning = true;
        return start;
    }
}

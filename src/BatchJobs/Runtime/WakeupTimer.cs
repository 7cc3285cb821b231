namespace BatchJobs.Runtime;

/// <summary>One timer for all Jobs and CronJobs of an engine, armed for the nearest wake-up only.</summary>
internal sealed class WakeupTimer : IAsyncDisposable
{
    private const int MostReplaced = 64;

    private readonly Lock gate = new();
    private readonly PriorityQueue<IWakeable, DateTimeOffset> queue = new();
    private readonly TimeProvider time;
    private readonly Quiescence quiescence;
    private readonly ITimer timer;
    private DateTimeOffset? armedFor;

    /// <summary>How many wait; the other entries of the queue are those of replaced wake-ups.</summary>
    private int waiting;

    public WakeupTimer(TimeProvider time, Quiescence quiescence)
    {
        this.time = time;
        this.quiescence = quiescence;
        timer = time.CreateTimer(static self => ((WakeupTimer)self!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Wakes somebody at an instant; replaces what was asked for before.</summary>
    public void Arm(IWakeable sleeper, DateTimeOffset? at)
    {
        // Nobody but its sleeper sets an instant. If it rings just now, the sleeper will be woken and come here again.
        if (sleeper.WakeupAt == at)
        {
            return;
        }

        lock (gate)
        {
            if (sleeper.WakeupAt == at)
            {
                return;
            }

            waiting += (at is null ? 0 : 1) - (sleeper.WakeupAt is null ? 0 : 1);
            sleeper.WakeupAt = at;
            if (at is { } instant)
            {
                queue.Enqueue(sleeper, instant);
                ArmTimer();
            }

            LetGo();
        }
    }

    public ValueTask DisposeAsync() => timer.DisposeAsync();

    private void Fire()
    {
        quiescence.Enter();
        try
        {
            lock (gate)
            {
                armedFor = null;
                DateTimeOffset now = time.GetUtcNow();
                while (queue.TryPeek(out IWakeable? sleeper, out DateTimeOffset at) && at <= now)
                {
                    queue.Dequeue();

                    // Entries of replaced wake-ups stay in the queue and are passed over here.
                    if (sleeper.WakeupAt == at)
                    {
                        sleeper.WakeupAt = null;
                        waiting--;
                        sleeper.Wake();
                    }
                }

                ArmTimer();
            }
        }
        finally
        {
            quiescence.Exit();
        }
    }

    /// <summary>Entries of replaced wake-ups hold on to Jobs that may be gone: not to more of them than there are others.</summary>
    private void LetGo()
    {
        if (queue.Count <= (2 * waiting) + MostReplaced)
        {
            return;
        }

        (IWakeable Sleeper, DateTimeOffset At)[] left = [.. queue.UnorderedItems.Where(static entry => entry.Element.WakeupAt == entry.Priority)];
        queue.Clear();
        queue.EnqueueRange(left);
    }

    private void ArmTimer()
    {
        while (queue.TryPeek(out IWakeable? sleeper, out DateTimeOffset at) && sleeper.WakeupAt != at)
        {
            queue.Dequeue();
        }

        if (!queue.TryPeek(out _, out DateTimeOffset next) || armedFor <= next)
        {
            return;
        }

        armedFor = next;
        timer.Change(TimerDelay.Until(next, time), Timeout.InfiniteTimeSpan);
    }
}

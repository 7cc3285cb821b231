namespace BatchJobs.Testing;

/// <summary>A clock that stands still until it is told to move; its timers fire on the thread that moves it.</summary>
/// <remarks>Timers fire in the order in which they are due, those due together in the order in which they were set.</remarks>
public sealed class VirtualTimeProvider : TimeProvider
{
    private readonly Lock gate = new();
    private readonly SortedSet<VirtualTimer> timers = new(VirtualTimer.FiringOrder);
    private DateTimeOffset now;
    private TimeSpan jumped;
    private long armed;
    private TaskCompletionSource? timerSet;

    /// <summary>A clock that starts at midnight of 2000-01-01, UTC.</summary>
    public VirtualTimeProvider()
        : this(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>A clock that starts at a given time.</summary>
    /// <param name="start">The time.</param>
    public VirtualTimeProvider(DateTimeOffset start) => now = start.ToUniversalTime();

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers are set.</summary>
    public int TimerCount
    {
        get
        {
            lock (gate)
            {
                return timers.Count;
            }
        }
    }

    /// <summary>When the next timer is due; null if none is set.</summary>
    public DateTimeOffset? NextTimer
    {
        get
        {
            lock (gate)
            {
                return timers.Min?.Due;
            }
        }
    }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp()
    {
        lock (gate)
        {
            return (now - jumped).UtcTicks;
        }
    }

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on and fires every timer that becomes due, each at its own time.</summary>
    /// <param name="by">How far.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        AdvanceTo(GetUtcNow() + by);
    }

    /// <summary>Moves the clock to a time and fires every timer that becomes due, each at its own time.</summary>
    /// <param name="time">The time; not before the present one.</param>
    public void AdvanceTo(DateTimeOffset time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, GetUtcNow());
        while (TakeNext(time) is { } timer)
        {
            timer.Fire();
        }

        lock (gate)
        {
            now = time > now ? time.ToUniversalTime() : now;
        }
    }

    /// <summary>Sets the clock forth or back, as an administrator or a sleep of the machine does: timers still take the time they had left.</summary>
    /// <param name="by">How far; below zero to set it back.</param>
    public void Jump(TimeSpan by)
    {
        lock (gate)
        {
            now += by;
            jumped += by;

            // All move alike, so their order in the set stays what it was.
            foreach (VirtualTimer timer in timers)
            {
                timer.Due += by;
            }
        }
    }

    /// <summary>Moves the clock to the next timer and fires that one alone.</summary>
    /// <returns>false if no timer is set.</returns>
    public bool AdvanceToNextTimer() => AdvanceToNextTimer(DateTimeOffset.MaxValue);

    /// <summary>The same, unless it is due after a limit.</summary>
    internal bool AdvanceToNextTimer(DateTimeOffset limit)
    {
        VirtualTimer? timer = TakeNext(limit);
        timer?.Fire();
        return timer is not null;
    }

    /// <summary>Moves the clock without firing the timers that are due at the very time it reaches.</summary>
    internal void SkipTo(DateTimeOffset time)
    {
        lock (gate)
        {
            if (time < now || timers.Min?.Due < time)
                throw new ArgumentOutOfRangeException(nameof(time), time, "The clock can't move back, nor past a timer.");
            now = time.ToUniversalTime();
        }
    }

    /// <summary>Ends when a timer is set.</summary>
    internal Task WhenTimerIsSetAsync()
    {
        lock (gate)
        {
            return timers.Count > 0
                ? Task.CompletedTask
                : (timerSet ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    internal bool Arm(VirtualTimer timer, TimeSpan dueTime)
    {
        lock (gate)
        {
            timers.Remove(timer);
            if (timer.IsDisposed)
            {
                return false;
            }

            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.Due = now + dueTime;
                timer.Turn = armed++;
                timers.Add(timer);
                timerSet?.TrySetResult();
                timerSet = null;
            }

            return true;
        }
    }

    internal void Remove(VirtualTimer timer)
    {
        lock (gate)
        {
            timers.Remove(timer);
            timer.IsDisposed = true;
        }
    }

    private VirtualTimer? TakeNext(DateTimeOffset limit)
    {
        lock (gate)
        {
            if (timers.Min is not { } timer || timer.Due > limit)
            {
                return null;
            }

            timers.Remove(timer);
            now = timer.Due > now ? timer.Due : now;
            if (timer.Period is { } period)
            {
                timer.Due += period;
                timer.Turn = armed++;
                timers.Add(timer);
            }

            return timer;
        }
    }
}

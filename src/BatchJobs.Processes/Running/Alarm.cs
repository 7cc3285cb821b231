namespace BatchJobs.Processes.Running;

/// <summary>Does something at an instant, however far away; the instant can only come closer.</summary>
/// <param name="time">The clock.</param>
/// <param name="ring">What to do.</param>
internal sealed class Alarm(TimeProvider time, Action ring)
{
    // Timers reach 49 days at most.
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(30);

    private readonly Lock gate = new();
    private DateTimeOffset due = DateTimeOffset.MaxValue;
    private ITimer? timer;
    private bool cancelled;

    /// <summary>Sees to it that the alarm rings after <paramref name="delay"/> at the latest; at once if that is nothing.</summary>
    internal void RingAfter(TimeSpan delay)
    {
        lock (gate)
        {
            var instant = time.GetUtcNow() + delay;
            if (cancelled || instant >= due) return;
            due = instant;
        }

        Check();
    }

    /// <summary>Forgets when the alarm was to ring.</summary>
    internal void Reset()
    {
        lock (gate)
        {
            due = DateTimeOffset.MaxValue;
            timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    internal void Cancel()
    {
        lock (gate)
        {
            cancelled = true;
            timer?.Dispose();
        }
    }

    private void Check()
    {
        lock (gate)
        {
            if (cancelled) return;
            var left = due - time.GetUtcNow();
            if (left > TimeSpan.Zero)
            {
                timer ??= time.CreateTimer(_ => Check(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                timer.Change(left < Farthest ? left : Farthest, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        ring();
    }
}

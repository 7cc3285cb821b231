namespace BatchJobs.Processes.Running;

/// <summary>Does something at an instant, however far away; the instant can only come closer.</summary>
/// <param name="time">The clock.</param>
/// <param name="ring">What to do.</param>
internal sealed class Alarm(TimeProvider time, Action ring)
{
    // Timers reach 49 days at most.
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(30);

    private readonly Lock _gate = new();
    private DateTimeOffset _due = DateTimeOffset.MaxValue;
    private ITimer? _timer;
    private bool _cancelled;

    /// <summary>Sees to it that the alarm rings after <paramref name="delay"/> at the latest; at once if that is nothing.</summary>
    internal void RingAfter(TimeSpan delay)
    {
        lock (_gate)
        {
            var due = time.GetUtcNow() + delay;
            if (_cancelled || due >= _due) return;
            _due = due;
        }

        Check();
    }

    internal void Cancel()
    {
        lock (_gate)
        {
            _cancelled = true;
            _timer?.Dispose();
        }
    }

    private void Check()
    {
        lock (_gate)
        {
            if (_cancelled) return;
            var left = _due - time.GetUtcNow();
            if (left > TimeSpan.Zero)
            {
                _timer ??= time.CreateTimer(_ => Check(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(left < Farthest ? left : Farthest, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        ring();
    }
}

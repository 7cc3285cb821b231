namespace BatchJobs.Testing;

/// <summary>A timer of a <see cref="VirtualTimeProvider"/>, which guards its order and state.</summary>
internal sealed class VirtualTimer(VirtualTimeProvider clock, TimerCallback callback, object? state) : ITimer
{
    private readonly ExecutionContext? context = ExecutionContext.Capture();

    /// <summary>Sorts timers in the order in which they fire.</summary>
    public static Comparer<VirtualTimer> FiringOrder { get; } = Comparer<VirtualTimer>.Create((a, b) => (a.Due, a.Turn).CompareTo((b.Due, b.Turn)));

    public DateTimeOffset Due { get; set; }

    /// <summary>Orders timers that are due together.</summary>
    public long Turn { get; set; }

    /// <summary>Null for a timer that fires once.</summary>
    public TimeSpan? Period { get; private set; }

    public bool IsDisposed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        ThrowIfNegative(dueTime, nameof(dueTime));
        ThrowIfNegative(period, nameof(period));
        Period = period > TimeSpan.Zero ? period : null;
        return clock.Arm(this, dueTime);
    }

    /// <summary>Calls back in the context in which the timer was made, as every <see cref="TimeProvider"/> does.</summary>
    public void Fire()
    {
        if (context is null)
            CallBack();
        else
            ExecutionContext.Run(context, static self => ((VirtualTimer)self!).CallBack(), this);
    }

    public void Dispose() => clock.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void CallBack() => callback(state);

    private static void ThrowIfNegative(TimeSpan time, string name)
    {
        if (time < TimeSpan.Zero && time != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, time, "A timer can't fire in the past.");
        }
    }
}

namespace BatchJobs.Tests.Support;

/// <summary>A clock that has moved on by a millisecond whenever it is asked, and whose timers never ring.</summary>
internal sealed class MovingTime : TimeProvider
{
    private long milliseconds;

    public override DateTimeOffset GetUtcNow() => VirtualBench.Start.AddMilliseconds(Interlocked.Increment(ref milliseconds));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Silence();

    private sealed class Silence : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

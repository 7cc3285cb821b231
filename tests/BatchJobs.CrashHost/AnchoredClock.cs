using BatchJobs.Testing.Xunit;

namespace BatchJobs.CrashHost;

/// <summary>A clock that runs faster than the real one and tells the same time in every process that has its anchor.</summary>
internal sealed class AnchoredClock(DateTimeOffset anchor, int factor) : TimeProvider
{
    private readonly FastTimeProvider pace = new(factor);
    private readonly TimeSpan ahead = (System.GetUtcNow() - anchor) * (factor - 1);

    public override long TimestampFrequency => pace.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => pace.GetUtcNow() + ahead;

    public override long GetTimestamp() => pace.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => pace.CreateTimer(callback, state, dueTime, period);
}

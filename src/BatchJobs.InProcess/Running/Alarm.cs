using BatchJobs.Runtime;

namespace BatchJobs.InProcess.Running;

/// <summary>Rings once at an instant; it passes itself, so that one that was replaced too late to be stopped can be told from its successor.</summary>
internal sealed class Alarm : IDisposable
{
    private readonly TimeProvider time;
    private readonly DateTimeOffset due;
    private readonly Action<Alarm> ring;
    private readonly ITimer timer;

    public Alarm(TimeProvider time, DateTimeOffset due, Action<Alarm> ring)
    {
        this.time = time;
        this.due = due;
        this.ring = ring;
        timer = time.CreateTimer(static self => ((Alarm)self!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sets the alarm; apart from its making, so that whoever is called knows it by then.</summary>
    public void Set() => timer.Change(TimerDelay.Until(due, time), Timeout.InfiniteTimeSpan);

    public void Dispose() => timer.Dispose();

    private void Fire()
    {
        if (time.GetUtcNow() < due)
        {
            Set();
        }
        else
        {
            ring(this);
        }
    }
}

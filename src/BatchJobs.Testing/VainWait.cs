using System.Diagnostics;

namespace BatchJobs.Testing;

/// <summary>Tells when timers fire again and again and yet what is waited for comes no nearer.</summary>
/// <param name="patience">How long to wait, in real time.</param>
/// <param name="progress">A number that changes with whatever brings the end nearer; null to wait as long as something is due.</param>
internal sealed class VainWait(TimeSpan patience, Func<long>? progress = null)
{
    /// <summary>A handler may work for long between two timers, but not between all of so many.</summary>
    private const int ManyTimers = 10_000;

    private long seen = -1;
    private long since;
    private int timers;

    public TimeSpan Patience => patience;

    /// <summary>A timer has fired.</summary>
    /// <exception cref="TimeoutException">So many have fired, for so long, in vain.</exception>
    public void ThrowIfOver()
    {
        if (progress is null || patience == Timeout.InfiniteTimeSpan)
            return;
        long now = progress();
        if (now != seen)
        {
            (seen, since, timers) = (now, Stopwatch.GetTimestamp(), 0);
        }
        else if (++timers >= ManyTimers && Stopwatch.GetElapsedTime(since) > patience)
        {
            throw new TimeoutException($"{timers} timers have fired in vain.");
        }
    }
}

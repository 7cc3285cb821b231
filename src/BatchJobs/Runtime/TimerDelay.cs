namespace BatchJobs.Runtime;

/// <summary>How long to set a timer for an instant of the clock; whoever sets it looks at the clock when it fires, and sets it again if it came early.</summary>
internal static class TimerDelay
{
    /// <summary>Timers can't be set for more than some weeks; a longer wait is cut into days.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Timers of the system stand still while the machine sleeps, and know nothing of a clock that is set: look at it from time to time.</summary>
    private static readonly TimeSpan LongestOfSystem = TimeSpan.FromMinutes(1);

    public static TimeSpan Until(DateTimeOffset instant, TimeProvider time)
    {
        TimeSpan longest = ReferenceEquals(time, TimeProvider.System) ? LongestOfSystem : Longest;

        // Timers count whole milliseconds and cut the rest off, which would fire too early.
        TimeSpan wait = TimeSpan.FromMilliseconds(Math.Ceiling((instant - time.GetUtcNow()).TotalMilliseconds));
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > longest ? longest : wait;
    }
}

namespace BatchJobs.Cron;

/// <summary>Which activations have passed since the last run: the one to start, and roughly how many.</summary>
/// <param name="Latest">The most recent one; null if there is none or if the estimate jumped past it.</param>
/// <param name="Count">Those beyond the first, as estimated from the distance of the first two; 0 if there are none.</param>
/// <param name="Error">Why nothing can be said.</param>
/// <remarks>
/// Kubernetes: <c>mostRecentScheduleTime</c>. The estimate is exact for regular schedules. An irregular one can be jumped past:
/// of <c>0,1 0 * * *</c> a run missed in the night is not found in the morning. Kept, since it decides which Jobs exist.
/// </remarks>
internal readonly record struct MissedRuns(DateTimeOffset? Latest, long Count, string? Error)
{
    private const int ManyCount = 100;

    /// <summary>So many that somebody should be told; the most recent one is started all the same.</summary>
    public bool AreMany => Count > ManyCount;

    /// <param name="timetable">When runs are due.</param>
    /// <param name="since">The last run, or what takes its place.</param>
    /// <param name="now">The time.</param>
    public static MissedRuns Find(Timetable timetable, DateTimeOffset since, DateTimeOffset now)
    {
        DateTimeOffset? first = timetable.Next(since);
        if (now < first)
        {
            return default;
        }

        DateTimeOffset? second = first is null ? null : timetable.Next(first.Value);
        if (now < second)
        {
            return new MissedRuns(first, 0, null);
        }

        // Activations are whole seconds, so two of them are at least one apart; what fails here is a date that does not come.
        if (first is null || second is null)
        {
            return new MissedRuns(null, 0, "time difference between two schedules is less than 1 second");
        }

        TimeSpan gap = second.Value - first.Value;
        long count = ((now - first.Value).Ticks / TimeSpan.TicksPerSecond / (gap.Ticks / TimeSpan.TicksPerSecond)) + 1;
        return new MissedRuns(LatestFrom(timetable, first.Value.AddTicks((count - 2) * gap.Ticks), now), count, null);
    }

    private static DateTimeOffset? LatestFrom(Timetable timetable, DateTimeOffset start, DateTimeOffset now)
    {
        DateTimeOffset? latest = null;
        for (DateTimeOffset? next = timetable.Next(start); next <= now; next = timetable.Next(next.Value))
        {
            latest = next;
        }

        return latest;
    }
}

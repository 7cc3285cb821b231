namespace BatchJobs.Cron;

/// <summary>What a CronJob that catches up still has to make up for: the latest missed runs, as many as it may.</summary>
/// <param name="First">The earliest of them; null if there are none.</param>
/// <param name="IsCut">Runs before it were missed too, and are left out.</param>
/// <remarks>Counted one by one where <see cref="MissedRuns"/> estimates, so that no schedule is jumped past.</remarks>
internal readonly record struct Backlog(DateTimeOffset? First, bool IsCut)
{
    /// <summary>That of a CronJob: without runs that were due before its schedule changed, or up to one whose name belongs to somebody else.</summary>
    public static Backlog Of(CronJobState state, Timetable timetable, DateTimeOffset since, DateTimeOffset now, int limit)
    {
        since = state.RescheduledAt > since ? state.RescheduledAt.Value : since;
        return Find(timetable, state.NameTakenFor > since ? state.NameTakenFor.Value : since, now, limit);
    }

    /// <param name="timetable">When runs are due.</param>
    /// <param name="since">The last run, or what takes its place.</param>
    /// <param name="now">The time.</param>
    /// <param name="limit">How many are made up for at the most; at least 1.</param>
    public static Backlog Find(Timetable timetable, DateTimeOffset since, DateTimeOffset now, int limit)
    {
        if (timetable.Next(since) is not { } first || first > now)
        {
            return default;
        }

        DateTimeOffset earliest = LatestOf(timetable, since, first, now, limit) ?? first;
        return new Backlog(earliest, earliest != first);
    }

    /// <summary>Looks back from now, twice as far each time, since the time without an engine may be very long; null: there are no more than the limit.</summary>
    private static DateTimeOffset? LatestOf(Timetable timetable, DateTimeOffset since, DateTimeOffset first, DateTimeOffset now, int limit)
    {
        if (timetable.Next(first) is not { } second || second > now)
        {
            return null;
        }

        // Whole distances of the first two keep the phase of an interval.
        long gap = (second - first).Ticks;
        long gaps = (now - first).Ticks / gap;
        for (long back = limit; back < gaps; back *= 2)
        {
            if (LatestAfter(timetable, first.AddTicks((gaps - back) * gap), now, limit) is { } found)
            {
                return found;
            }
        }

        return LatestAfter(timetable, since, now, limit);
    }

    /// <summary>The earliest of the latest so many; null if there are fewer.</summary>
    private static DateTimeOffset? LatestAfter(Timetable timetable, DateTimeOffset start, DateTimeOffset now, int limit)
    {
        int count = 0;
        DateTimeOffset? earliest = null;
        for (DateTimeOffset? next = timetable.Next(start); next <= now; next = timetable.Next(next.Value))
        {
            count++;
            earliest = count <= limit ? earliest ?? next : timetable.Next(earliest!.Value);
        }

        return count < limit ? null : earliest;
    }
}

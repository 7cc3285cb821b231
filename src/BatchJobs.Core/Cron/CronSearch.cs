namespace BatchJobs.Cron;

/// <summary>The search for the next instant that matches five fields.</summary>
/// <remarks>
/// Follows robfig/cron v3 step by step, because its results around clock changes depend on its path: months and days advance by the
/// calendar, hours and minutes by elapsed time, and lower units are reset once, by the first step taken.
/// </remarks>
internal struct CronSearch
{
    private const int YearsAhead = 5;

    /// <summary>The search may look into the year after this one, with which <see cref="DateTime"/> ends.</summary>
    private const int LastYear = 9998;

    /// <summary>The search may look back to the beginning of a month, which clocks beside Greenwich can't show of the first one.</summary>
    private static readonly DateTime Earliest = new(1, 2, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly CronFields fields;
    private ZonedTime time;
    private bool hasStepped;

    private CronSearch(CronFields fields, ZonedTime start)
    {
        this.fields = fields;
        time = start;
    }

    /// <summary>The first match strictly after an instant, or null if there is none within five calendar years.</summary>
    public static DateTime? Next(CronFields fields, DateTime after, TimeZoneInfo zone)
    {
        if (fields.NeverMatches)
        {
            return null;
        }

        // Where clocks are set back across midnight (America/St_Johns at 00:01, until 2011) the original can answer with an instant that has
        // passed, and whoever asks again with its answer never gets on: ask from a little later instead.
        after = after < Earliest && zone.GetUtcOffset(after) != TimeSpan.Zero ? Earliest : after;
        DateTime from = after;
        DateTime? next = First(fields, from, zone);
        while (next <= after)
        {
            from = from.AddMinutes(1);
            next = First(fields, from, zone);
        }

        return next;
    }

    private static DateTime? First(CronFields fields, DateTime after, TimeZoneInfo zone)
    {
        if (after.Year > LastYear)
        {
            return null;
        }

        DateTime nextSecond = after.AddTicks(TimeSpan.TicksPerSecond - (after.Ticks % TimeSpan.TicksPerSecond));
        var search = new CronSearch(fields, ZonedTime.FromUtc(nextSecond, zone));
        int lastYear = Math.Min(search.time.Local.Year + YearsAhead, LastYear);
        do
        {
            if (search.time.Local.Year > lastYear)
            {
                return null;
            }
        }
        while (!search.SettleMonth() || !search.SettleDay() || !search.SettleHour() || !search.SettleMinute() || !search.SettleSecond());

        return search.time.Utc;
    }

    // Each of these advances one unit until it matches; false: the next higher unit wrapped, so the search starts over from the month.
    private bool SettleMonth()
    {
        while (!fields.Month.Contains(time.Local.Month))
        {
            ResetTo(new DateTime(time.Local.Year, time.Local.Month, 1));
            DateTime local = time.Local;
            time = time.At(new DateTime(local.Year, local.Month, 1).AddMonths(1).AddDays(local.Day - 1) + local.TimeOfDay);
            if (time.Local.Month == 1)
            {
                return false;
            }
        }

        return true;
    }

    private bool SettleDay()
    {
        while (!fields.MatchesDay(time.Local))
        {
            ResetTo(time.Local.Date);
            StepDay();
            if (time.Local.Day == 1)
            {
                return false;
            }
        }

        return true;
    }

    private bool SettleHour()
    {
        while (!fields.Hour.Contains(time.Local.Hour))
        {
            ResetTo(time.Local.Date.AddHours(time.Local.Hour));
            time = time.Add(TimeSpan.FromHours(1));
            if (time.Local.Hour == 0)
            {
                return false;
            }
        }

        return true;
    }

    private bool SettleMinute()
    {
        while (!fields.Minute.Contains(time.Local.Minute))
        {
            CutSeconds();
            time = time.Add(TimeSpan.FromMinutes(1));
            if (time.Local.Minute == 0)
            {
                return false;
            }
        }

        return true;
    }

    private bool SettleSecond()
    {
        int second = time.Local.Second;
        if (second == 0)
        {
            return true;
        }

        hasStepped = true;
        time = time.Add(TimeSpan.FromSeconds(60 - second));
        return false;
    }

    private void StepDay()
    {
        ZonedTime next = time.At(time.Local.AddDays(1));

        // Where a whole day does not exist (Pacific/Apia, 30 December 2011) the step leads back to where it began, and the original
        // would search forever: pass over that day.
        if (next.Utc <= time.Utc)
        {
            next = time.At(time.Local.AddDays(2));
        }

        // Where midnight does not exist the step lands an hour or so beside it.
        int hour = next.Local.Hour;
        time = hour == 0 ? next : next.Add(TimeSpan.FromHours(hour > 12 ? 24 - hour : -hour));
    }

    private void ResetTo(DateTime local)
    {
        if (hasStepped)
        {
            return;
        }

        hasStepped = true;
        time = time.At(local);
    }

    private void CutSeconds()
    {
        if (hasStepped)
        {
            return;
        }

        hasStepped = true;
        time = time.Add(TimeSpan.FromTicks(-(time.Utc.Ticks % TimeSpan.TicksPerMinute)));
    }
}

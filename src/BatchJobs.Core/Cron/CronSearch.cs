namespace BatchJobs.Cron;

/// <summary>The search for the next instant that matches five fields.</summary>
/// <remarks>
/// Follows robfig/cron v3 step by step, because its results around clock changes depend on its path: months and days advance by the
/// calendar, hours and minutes by elapsed time, and lower units are reset once, by the first step taken.
/// </remarks>
internal struct CronSearch
{
    private const int YearsAhead = 5;

    private readonly CronFields _fields;
    private ZonedTime _time;
    private bool _hasStepped;

    private CronSearch(CronFields fields, ZonedTime start)
    {
        _fields = fields;
        _time = start;
    }

    /// <summary>The first match strictly after an instant, or null if there is none within five calendar years.</summary>
    public static DateTime? Next(CronFields fields, DateTime after, TimeZoneInfo zone)
    {
        var lastYear = Math.Min(after.Year + YearsAhead, DateTime.MaxValue.Year - 1);
        if (fields.NeverMatches || after.Year > lastYear)
            return null;

        var nextSecond = after.AddTicks(TimeSpan.TicksPerSecond - (after.Ticks % TimeSpan.TicksPerSecond));
        var search = new CronSearch(fields, ZonedTime.FromUtc(nextSecond, zone));
        lastYear = Math.Min(search._time.Local.Year + YearsAhead, DateTime.MaxValue.Year - 1);
        do
        {
            if (search._time.Local.Year > lastYear)
                return null;
        }
        while (!search.SettleMonth() || !search.SettleDay() || !search.SettleHour() || !search.SettleMinute() || !search.SettleSecond());

        return search._time.Utc;
    }

    // Each of these advances one unit until it matches; false: the next higher unit wrapped, so the search starts over from the month.
    private bool SettleMonth()
    {
        while (!_fields.Month.Contains(_time.Local.Month))
        {
            ResetTo(new DateTime(_time.Local.Year, _time.Local.Month, 1));
            var local = _time.Local;
            _time = _time.At(new DateTime(local.Year, local.Month, 1).AddMonths(1).AddDays(local.Day - 1) + local.TimeOfDay);
            if (_time.Local.Month == 1)
                return false;
        }

        return true;
    }

    private bool SettleDay()
    {
        while (!_fields.MatchesDay(_time.Local))
        {
            ResetTo(_time.Local.Date);
            StepDay();
            if (_time.Local.Day == 1)
                return false;
        }

        return true;
    }

    private bool SettleHour()
    {
        while (!_fields.Hour.Contains(_time.Local.Hour))
        {
            ResetTo(_time.Local.Date.AddHours(_time.Local.Hour));
            _time = _time.Add(TimeSpan.FromHours(1));
            if (_time.Local.Hour == 0)
                return false;
        }

        return true;
    }

    private bool SettleMinute()
    {
        while (!_fields.Minute.Contains(_time.Local.Minute))
        {
            CutSeconds();
            _time = _time.Add(TimeSpan.FromMinutes(1));
            if (_time.Local.Minute == 0)
                return false;
        }

        return true;
    }

    private bool SettleSecond()
    {
        var second = _time.Local.Second;
        if (second == 0)
            return true;

        _hasStepped = true;
        _time = _time.Add(TimeSpan.FromSeconds(60 - second));
        return false;
    }

    private void StepDay()
    {
        var next = _time.At(_time.Local.AddDays(1));

        // Where a whole day does not exist (Pacific/Apia, 30 December 2011) the step leads back to where it began, and the original
        // would search forever: pass over that day.
        if (next.Utc <= _time.Utc)
            next = _time.At(_time.Local.AddDays(2));

        // Where midnight does not exist the step lands an hour or so beside it.
        var hour = next.Local.Hour;
        _time = hour == 0 ? next : next.Add(TimeSpan.FromHours(hour > 12 ? 24 - hour : -hour));
    }

    private void ResetTo(DateTime local)
    {
        if (_hasStepped)
            return;
        _hasStepped = true;
        _time = _time.At(local);
    }

    private void CutSeconds()
    {
        if (_hasStepped)
            return;
        _hasStepped = true;
        _time = _time.Add(TimeSpan.FromTicks(-(_time.Utc.Ticks % TimeSpan.TicksPerMinute)));
    }
}

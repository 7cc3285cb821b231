namespace BatchJobs.Cron;

/// <summary>The five fields of a schedule.</summary>
internal sealed record CronFields(CronField Minute, CronField Hour, CronField DayOfMonth, CronField Month, CronField DayOfWeek)
{
    /// <summary>Whether no instant can ever match, however far one searches.</summary>
    public bool NeverMatches => Minute.IsEmpty || Hour.IsEmpty || Month.IsEmpty;

    /// <summary>Whether a date is admitted by the two day fields: by both if one of them is a star, else by either.</summary>
    public bool MatchesDay(DateTime date)
    {
        bool ofMonth = DayOfMonth.Contains(date.Day);
        bool ofWeek = DayOfWeek.Contains((int)date.DayOfWeek);
        return DayOfMonth.IsStar || DayOfWeek.IsStar ? ofMonth && ofWeek : ofMonth || ofWeek;
    }
}

namespace BatchJobs.Cron;

/// <summary>A schedule in its zone, which remembers its latest answers.</summary>
/// <remarks>Each look at a CronJob asks for the same few activations again; with these answers kept, a run costs one search.
/// Not for use by two threads at once.</remarks>
internal sealed class Timetable(CronSchedule schedule, TimeZoneInfo zone)
{
    private (DateTimeOffset After, DateTimeOffset? Next)? latest;
    private (DateTimeOffset After, DateTimeOffset? Next)? earlier;

    /// <summary>The first activation strictly after an instant, or null if there is none within five years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (earlier?.After == after)
        {
            (latest, earlier) = (earlier, latest);
        }
        else if (latest?.After != after)
        {
            earlier = latest;
            latest = (after, schedule.Next(after, zone));
        }

        return latest!.Value.Next;
    }
}

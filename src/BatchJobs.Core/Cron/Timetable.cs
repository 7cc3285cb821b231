using BatchJobs.Primitives;

namespace BatchJobs.Cron;

/// <summary>A schedule in its zone, which remembers its latest answers.</summary>
/// <remarks>Each look at a CronJob asks for the same few activations again; with these answers kept, a run costs one search.
/// Not for use by two threads at once.</remarks>
internal sealed class Timetable(CronSchedule schedule, TimeZoneInfo zone)
{
    private Answer latest = new(-1, default);
    private Answer earlier = new(-1, default);

    /// <summary>The first activation strictly after an instant, or null if there is none within five years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        long asked = after.UtcTicks;
        if (latest.After == asked)
        {
            return latest.Next;
        }

        (latest, earlier) = (earlier, latest);
        if (latest.After != asked)
        {
            latest = new Answer(asked, schedule.Next(after, zone));
        }

        return latest.Next;
    }

    private readonly record struct Answer(long After, OptionalTime Next);
}

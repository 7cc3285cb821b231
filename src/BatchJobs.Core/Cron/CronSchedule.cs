using System.Diagnostics.CodeAnalysis;

namespace BatchJobs.Cron;

/// <summary>When the runs of a CronJob are due: five cron fields, a descriptor such as <c>@daily</c>, or <c>@every DURATION</c>.</summary>
/// <remarks>Kubernetes: <c>CronJobSpec.schedule</c>, read as robfig/cron v3 does.</remarks>
public sealed class CronSchedule
{
    private readonly string text;
    private readonly CronFields? fields;
    private readonly TimeSpan interval;
    private readonly TimeZoneInfo? zone;

    internal CronSchedule(string text, CronFields fields, TimeZoneInfo? zone)
    {
        this.text = text;
        this.fields = fields;
        this.zone = zone;
    }

    internal CronSchedule(string text, TimeSpan interval)
    {
        this.text = text;
        this.interval = interval;
    }

    /// <summary>Reads a schedule.</summary>
    /// <param name="text">The schedule.</param>
    /// <exception cref="FormatException">The text is not a schedule.</exception>
    public static CronSchedule Parse(string text) =>
        TryParse(text, out CronSchedule? schedule, out string? error) ? schedule : throw new FormatException(error);

    /// <summary>Reads a schedule.</summary>
    /// <param name="text">The schedule.</param>
    /// <param name="schedule">What was read.</param>
    /// <param name="error">What is wrong with the text, in the words of the API server.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out CronSchedule? schedule, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        return CronScheduleParser.TryParse(text, out schedule, out error);
    }

    /// <summary>What a text that is no schedule was probably meant to be.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Such as <c>did you mean @daily?</c>; null when the text is a schedule, or nobody can tell.</returns>
    public static string? Suggest(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out _, out _) ? null : CronSuggestion.For(text);
    }

    /// <summary>The first activation strictly after an instant, in UTC.</summary>
    /// <param name="after">The instant.</param>
    /// <param name="zone">The zone whose clocks the fields speak of; a zone named in the schedule itself takes precedence.</param>
    /// <returns>Null if there is none within five years.</returns>
    /// <remarks>
    /// A time that the clocks skip is not made up for, one they show twice is used twice. <c>@every</c> counts from
    /// <paramref name="after"/>, cut to the second, and knows no zone.
    /// </remarks>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (fields is not null)
        {
            return CronSearch.Next(fields, after.UtcDateTime, this.zone ?? zone) is { } next ? new DateTimeOffset(next) : null;
        }

        DateTime second = after.UtcDateTime.AddTicks(-(after.Ticks % TimeSpan.TicksPerSecond));
        return interval <= DateTime.MaxValue - second ? new DateTimeOffset(second + interval) : null;
    }

    /// <summary>The schedule as it was written.</summary>
    public override string ToString() => text;
}

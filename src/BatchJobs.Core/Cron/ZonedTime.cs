namespace BatchJobs.Cron;

/// <summary>An instant together with what the clocks of a zone show.</summary>
internal readonly struct ZonedTime
{
    private readonly TimeZoneInfo zone;

    private ZonedTime(DateTime utc, TimeZoneInfo zone)
    {
        this.zone = zone;
        Utc = utc;
        Local = utc + zone.GetUtcOffset(utc);
    }

    public DateTime Utc { get; }

    public DateTime Local { get; }

    public static ZonedTime FromUtc(DateTime utc, TimeZoneInfo zone) => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc), zone);

    /// <summary>The instant at which the clocks show a time, chosen as Go's <c>time.Date</c> does if they never do or do so twice.</summary>
    /// <remarks>
    /// The first guess at the offset treats the clock time as UTC; an offset of zero is taken as it is, any other is looked up once more.
    /// A time in a gap may come out before or after the gap, and <see cref="Local"/> tells which.
    /// </remarks>
    public static ZonedTime FromLocal(DateTime local, TimeZoneInfo zone)
    {
        DateTime guess = DateTime.SpecifyKind(local, DateTimeKind.Utc);
        TimeSpan offset = zone.GetUtcOffset(guess);
        return new(offset == TimeSpan.Zero ? guess : guess - zone.GetUtcOffset(guess - offset), zone);
    }

    /// <summary>The instant after an elapsed time.</summary>
    public ZonedTime Add(TimeSpan elapsed) => new(Utc + elapsed, zone);

    /// <summary>The instant at which the same clocks show another time.</summary>
    public ZonedTime At(DateTime local) => FromLocal(local, zone);
}

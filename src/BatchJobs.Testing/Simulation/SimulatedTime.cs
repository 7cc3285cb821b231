using System.Globalization;

namespace BatchJobs.Testing.Simulation;

/// <summary>Turns times into seconds since the start of a simulation.</summary>
internal sealed class SimulatedTime(DateTimeOffset zero)
{
    public DateTimeOffset Zero => zero;

    /// <summary>A tenth after a whole second, as in the recordings, so that whatever is cut to seconds is cut alike.</summary>
    public static SimulatedTime OfJob() => new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, 100, TimeSpan.Zero));

    /// <summary>A whole minute, and whole hour, since schedules are made of those.</summary>
    public static SimulatedTime OfCronJob() => new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public double Of(DateTimeOffset time) => Math.Round((time - zero).TotalSeconds, 3);

    public double? Of(DateTimeOffset? time) => time is { } known ? Of(known) : null;

    /// <summary>A time written by a server: both it and the start are cut to whole seconds.</summary>
    public double? OfServer(DateTimeOffset? time) => time is { } known ? known.ToUnixTimeSeconds() - zero.ToUnixTimeSeconds() : null;

    /// <summary>Replaces a time in a message by the seconds since the start.</summary>
    public string Replace(string message, DateTimeOffset? time) => time is { } known
        ? message.Replace(
            known.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{Of(known):0.0}s"),
            StringComparison.Ordinal)
        : message;
}

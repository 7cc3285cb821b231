using System.Globalization;

namespace BatchJobs.Testing.Simulation;

/// <summary>Turns times into seconds since the start of a simulation.</summary>
internal static class SimulatedTime
{
    /// <summary>A tenth after a whole second, as in the recordings, so that whatever is cut to seconds is cut alike.</summary>
    public static DateTimeOffset Zero { get; } = new(2030, 1, 1, 0, 0, 0, 100, TimeSpan.Zero);

    public static double Of(DateTimeOffset time) => Math.Round((time - Zero).TotalSeconds, 3);

    public static double? Of(DateTimeOffset? time) => time is { } known ? Of(known) : null;

    /// <summary>Replaces a time in a message by the seconds since the start.</summary>
    public static string Replace(string message, DateTimeOffset? time) => time is { } known
        ? message.Replace(
            known.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{Of(known):0.0}s"),
            StringComparison.Ordinal)
        : message;

    /// <summary>A time written by a server: both it and the start are cut to whole seconds.</summary>
    public static double? OfServer(DateTimeOffset? time) => time is { } known ? Math.Floor((known - Zero).TotalSeconds + 0.1) : null;
}

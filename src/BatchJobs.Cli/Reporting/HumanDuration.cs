using System.Globalization;

namespace BatchJobs.Cli.Reporting;

/// <summary>A duration as kubectl shows it: two units at the most, fewer the longer it is.</summary>
internal static class HumanDuration
{
    public static string Format(TimeSpan duration)
    {
        long seconds = (long)duration.TotalSeconds;
        long minutes = (long)duration.TotalMinutes;
        long hours = (long)duration.TotalHours;
        return duration switch
        {
            { TotalSeconds: <= -2 } => "<invalid>",
            { TotalSeconds: < 0 } => "0s",
            { TotalSeconds: < 120 } => Text($"{seconds}s"),
            { TotalMinutes: < 10 } => WithRest(minutes, "m", seconds % 60, "s"),
            { TotalMinutes: < 180 } => Text($"{minutes}m"),
            { TotalHours: < 8 } => WithRest(hours, "h", minutes % 60, "m"),
            { TotalHours: < 48 } => Text($"{hours}h"),
            { TotalHours: < 24 * 8 } => WithRest(hours / 24, "d", hours % 24, "h"),
            { TotalHours: < 24 * 365 * 2 } => Text($"{hours / 24}d"),
            { TotalHours: < 24 * 365 * 8 } => WithRest(hours / 24 / 365, "y", hours / 24 % 365, "d"),
            _ => Text($"{hours / 24 / 365}y"),
        };
    }

    private static string WithRest(long number, string unit, long rest, string restUnit) =>
        rest == 0 ? Text($"{number}{unit}") : Text($"{number}{unit}{rest}{restUnit}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Diagnostics.CodeAnalysis;
using BatchJobs.Primitives;

namespace BatchJobs.Cron;

/// <summary>Reads a schedule: an optional zone, then a descriptor or five fields.</summary>
internal static class CronScheduleParser
{
    private const string Every = "@every ";

    public static bool TryParse(string text, [NotNullWhen(true)] out CronSchedule? schedule, [NotNullWhen(false)] out string? error)
    {
        schedule = null;
        if (text.Length == 0)
        {
            return Fail("empty spec string", out error);
        }

        string rest = text;
        if (!TryTakeZone(ref rest, out TimeZoneInfo? zone, out error))
        {
            return false;
        }

        if (rest.StartsWith(Every, StringComparison.Ordinal))
        {
            return TryParseInterval(text, rest, out schedule, out error);
        }

        if (rest.StartsWith('@'))
        {
            if (FieldsOf(rest) is not { } described)
            {
                return Fail($"unrecognized descriptor: {rest}", out error);
            }

            rest = described;
        }

        if (!TryParseFields(rest, out CronFields? fields, out error))
        {
            return false;
        }

        schedule = new CronSchedule(text, fields, zone);
        return true;
    }

    private static bool TryTakeZone(ref string rest, out TimeZoneInfo? zone, [NotNullWhen(false)] out string? error)
    {
        zone = null;
        error = null;
        if (!rest.StartsWith("TZ=", StringComparison.Ordinal) && !rest.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            return true;
        }

        // The original has no answer to a zone without a schedule; these are the words in which the API server reports its crash.
        int end = rest.IndexOf(' ', StringComparison.Ordinal);
        if (end < 0)
        {
            return Fail("invalid schedule format: runtime error: slice bounds out of range [:-1]", out error);
        }

        string name = rest[(rest.IndexOf('=', StringComparison.Ordinal) + 1)..end];
        if (!CronTimeZone.TryLoad(name, out zone, out error))
        {
            return Fail($"provided bad location {name}: {error}", out error);
        }

        rest = rest[end..].Trim();
        return true;
    }

    private static bool TryParseInterval(
        string text, string descriptor, [NotNullWhen(true)] out CronSchedule? schedule, [NotNullWhen(false)] out string? error)
    {
        schedule = null;
        if (!GoDuration.TryParse(descriptor[Every.Length..], out long nanoseconds, out error))
        {
            return Fail($"failed to parse duration {descriptor}: {error}", out error);
        }

        schedule = new CronSchedule(text, TimeSpan.FromSeconds(Math.Max(1, nanoseconds / 1_000_000_000)));
        return true;
    }

    private static string? FieldsOf(string descriptor) => descriptor switch
    {
        "@yearly" or "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" or "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        _ => null,
    };

    private static bool TryParseFields(string text, [NotNullWhen(true)] out CronFields? fields, [NotNullWhen(false)] out string? error)
    {
        fields = null;
        string[] parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 5)
        {
            return Fail($"expected exactly 5 fields, found {parts.Length}: [{string.Join(' ', parts)}]", out error);
        }

        if (!CronFieldParser.TryParse(parts[0], CronFieldKind.Minute, out CronField minute, out error)
            || !CronFieldParser.TryParse(parts[1], CronFieldKind.Hour, out CronField hour, out error)
            || !CronFieldParser.TryParse(parts[2], CronFieldKind.DayOfMonth, out CronField dayOfMonth, out error)
            || !CronFieldParser.TryParse(parts[3], CronFieldKind.Month, out CronField month, out error)
            || !CronFieldParser.TryParse(parts[4], CronFieldKind.DayOfWeek, out CronField dayOfWeek, out error))
        {
            return false;
        }

        fields = new CronFields(minute, hour, dayOfMonth, month, dayOfWeek);
        return true;
    }

    private static bool Fail(string message, [NotNullWhen(false)] out string? error)
    {
        error = message;
        return false;
    }
}

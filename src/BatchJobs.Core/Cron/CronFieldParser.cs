using System.Diagnostics.CodeAnalysis;

namespace BatchJobs.Cron;

/// <summary>Reads one field: items between commas, each a star, a value or a range, with an optional step.</summary>
/// <remarks>Checks and messages come in the order of robfig/cron v3, so that a bad field is refused in the same words.</remarks>
internal static class CronFieldParser
{
    public static bool TryParse(string text, CronFieldKind kind, out CronField field, [NotNullWhen(false)] out string? error)
    {
        field = default;
        error = null;
        foreach (string item in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryParseItem(item, kind, out CronField values, out error))
            {
                return false;
            }

            field = field.Union(values);
        }

        return true;
    }

    private static bool TryParseItem(string item, CronFieldKind kind, out CronField values, [NotNullWhen(false)] out string? error)
    {
        values = default;
        string[] rangeAndStep = item.Split('/');
        string[] bounds = rangeAndStep[0].Split('-');
        bool isStar = bounds[0] is "*" or "?";

        // What follows the hyphen of a star is not even looked at: "*-70" is "*".
        long low = kind.Minimum, high = kind.Maximum, step = 1;
        if (!isStar && !TryParseBounds(item, bounds, kind, out low, out high, out error))
        {
            return false;
        }

        if (rangeAndStep.Length > 2)
        {
            return Fail($"too many slashes: {item}", out error);
        }

        if (rangeAndStep.Length == 2)
        {
            if (!TryParseNumber(rangeAndStep[1], out step, out error))
            {
                return false;
            }

            if (bounds.Length == 1)
            {
                high = kind.Maximum;
            }
        }

        error = CheckOrder(item, kind, low, high, step);
        if (error is not null)
        {
            return false;
        }

        values = new CronField(BitsOf(low, high, step), isStar && step == 1);
        return true;
    }

    private static bool TryParseBounds(
        string item, string[] bounds, CronFieldKind kind, out long low, out long high, [NotNullWhen(false)] out string? error)
    {
        high = 0;
        if (!TryParseValue(bounds[0], kind, out low, out error))
        {
            return false;
        }

        high = low;
        return bounds.Length switch
        {
            1 => true,
            2 => TryParseValue(bounds[1], kind, out high, out error),
            _ => Fail($"too many hyphens: {item}", out error),
        };
    }

    private static bool TryParseValue(string text, CronFieldKind kind, out long value, [NotNullWhen(false)] out string? error)
    {
        error = null;
        int? named = kind.ValueOf(text);
        value = named ?? 0;
        return named is not null || TryParseNumber(text, out value, out error);
    }

    private static bool TryParseNumber(string text, out long value, [NotNullWhen(false)] out string? error)
    {
        if (!GoNumber.TryParse(text, out value, out error))
        {
            return Fail($"failed to parse int from {text}: {error}", out error);
        }

        return value >= 0 || Fail($"negative number ({value}) not allowed: {text}", out error);
    }

    private static string? CheckOrder(string item, CronFieldKind kind, long low, long high, long step)
    {
        if (low < kind.Minimum)
        {
            return $"beginning of range ({low}) below minimum ({kind.Minimum}): {item}";
        }

        if (high > kind.Maximum)
        {
            return $"end of range ({high}) above maximum ({kind.Maximum}): {item}";
        }

        if (low > high)
        {
            return $"beginning of range ({low}) beyond end of range ({high}): {item}";
        }

        return step == 0 ? $"step of range should be a positive number: {item}" : null;
    }

    private static ulong BitsOf(long low, long high, long step)
    {
        ulong bits = 0UL;
        for (long value = low; value <= high; value += Math.Min(step, 64))
        {
            bits |= 1UL << (int)value;
        }

        return bits;
    }

    private static bool Fail(string message, [NotNullWhen(false)] out string? error)
    {
        error = message;
        return false;
    }
}

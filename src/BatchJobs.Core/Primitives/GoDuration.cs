using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace BatchJobs.Primitives;

/// <summary>Durations as Go writes them: <c>1h30m</c>, <c>1.5h</c>, <c>-90s</c>.</summary>
internal static class GoDuration
{
    private const ulong LargestMagnitude = 1UL << 63;
    private const long NanosecondsPerTick = 100;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create(".0123456789");

    /// <summary>Reads a duration, cut to whole ticks.</summary>
    public static bool TryParseTicks(string text, out TimeSpan duration, [NotNullWhen(false)] out string? error)
    {
        bool read = TryParse(text, out long nanoseconds, out error);
        duration = TimeSpan.FromTicks(nanoseconds / NanosecondsPerTick);
        return read;
    }

    /// <summary>Reads a duration in nanoseconds.</summary>
    public static bool TryParse(string text, out long nanoseconds, [NotNullWhen(false)] out string? error)
    {
        nanoseconds = 0;
        error = null;
        bool negative = text.StartsWith('-');
        var rest = text.AsSpan(negative || text.StartsWith('+') ? 1 : 0);
        if (rest is "0")
        {
            return true;
        }

        ulong total = 0UL;
        bool invalid = rest.IsEmpty;
        while (!invalid && !rest.IsEmpty)
        {
            if (!TryTakeNumber(ref rest, out ulong whole, out ulong fraction, out double scale))
            {
                break;
            }

            var unitName = TakeUnit(ref rest);
            if (unitName.IsEmpty)
            {
                return Fail($"time: missing unit in duration {GoTimeText.Quote(text)}", out error);
            }

            if (NanosecondsIn(unitName) is not { } unit)
            {
                return Fail($"time: unknown unit {GoTimeText.Quote(unitName.ToString())} in duration {GoTimeText.Quote(text)}", out error);
            }

            var sum = (UInt128)total + ((UInt128)whole * unit) + (ulong)(fraction * (unit / scale));
            invalid = sum > LargestMagnitude;
            total = invalid ? 0 : (ulong)sum;
        }

        if (invalid || !rest.IsEmpty || (!negative && total == LargestMagnitude))
        {
            return Fail($"time: invalid duration {GoTimeText.Quote(text)}", out error);
        }

        nanoseconds = negative ? unchecked(-(long)total) : (long)total;
        return true;
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<char> text, out ulong whole, out ulong fraction, out double scale)
    {
        whole = 0;
        fraction = 0;
        scale = 1;
        int position = 0;
        for (; position < text.Length && char.IsAsciiDigit(text[position]); position++)
        {
            var next = ((UInt128)whole * 10) + (uint)(text[position] - '0');
            if (next > LargestMagnitude)
            {
                return false;
            }

            whole = (ulong)next;
        }

        int digits = position;
        if (position < text.Length && text[position] == '.')
        {
            // Digits beyond what 63 bits can hold are read but do not count.
            bool exhausted = false;
            for (position++; position < text.Length && char.IsAsciiDigit(text[position]); position++, digits++)
            {
                var next = ((UInt128)fraction * 10) + (uint)(text[position] - '0');
                exhausted = exhausted || fraction > long.MaxValue / 10 || next > LargestMagnitude;
                if (exhausted)
                {
                    continue;
                }

                fraction = (ulong)next;
                scale *= 10;
            }
        }

        if (digits == 0)
        {
            return false;
        }

        text = text[position..];
        return true;
    }

    private static ReadOnlySpan<char> TakeUnit(ref ReadOnlySpan<char> text)
    {
        int length = text.IndexOfAny(NumberCharacters);
        var unit = length < 0 ? text : text[..length];
        text = text[unit.Length..];
        return unit;
    }

    private static ulong? NanosecondsIn(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1,
        "us" or "\u00b5s" or "\u03bcs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => null,
    };

    private static bool Fail(string message, [NotNullWhen(false)] out string? error)
    {
        error = message;
        return false;
    }
}

using System.Diagnostics.CodeAnalysis;
using BatchJobs.Validation;

namespace BatchJobs.Cron;

/// <summary>Decimal integers as Go reads them: an optional sign and ASCII digits.</summary>
internal static class GoNumber
{
    private const ulong LargestMagnitude = 1UL << 63;

    public static bool TryParse(string text, out long value, [NotNullWhen(false)] out string? error)
    {
        value = 0;
        bool negative = text.StartsWith('-');
        var digits = text.AsSpan(negative || text.StartsWith('+') ? 1 : 0);
        if (digits.IsEmpty)
        {
            return Fail(text, "invalid syntax", out error);
        }

        ulong magnitude = 0UL;
        foreach (char digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return Fail(text, "invalid syntax", out error);
            }

            // Like Go, stop at the digit that passes 64 bits: what follows is not looked at any more.
            var next = ((UInt128)magnitude * 10) + (uint)(digit - '0');
            if (next > ulong.MaxValue)
            {
                return Fail(text, "value out of range", out error);
            }

            magnitude = (ulong)next;
        }

        if (magnitude > (negative ? LargestMagnitude : LargestMagnitude - 1))
        {
            return Fail(text, "value out of range", out error);
        }

        value = negative ? -(long)magnitude : (long)magnitude;
        error = null;
        return true;
    }

    private static bool Fail(string text, string problem, [NotNullWhen(false)] out string? error)
    {
        error = $"strconv.Atoi: parsing {GoText.Quote(text)}: {problem}";
        return false;
    }
}

using System.Globalization;
using System.Text;

namespace BatchJobs.Cron;

/// <summary>Text in double quotes as it stands in Go's messages.</summary>
internal static class GoText
{
    /// <summary>Escapes what cannot be printed, as <c>%q</c> does.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' or '\\' => quoted.Append('\\').Append(rune),
                '\a' => quoted.Append("\\a"),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                '\v' => quoted.Append("\\v"),
                < ' ' or 0x7f => quoted.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                _ when IsPrintable(rune) => quoted.Append(rune),
                < 0x10000 => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Escapes every byte outside printable ASCII, as Go's package <c>time</c> does.</summary>
    public static string QuoteBytes(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            if (value is < (byte)' ' or >= 0x80)
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
            }
            else if (value is (byte)'"' or (byte)'\\')
            {
                quoted.Append('\\').Append((char)value);
            }
            else
            {
                quoted.Append((char)value);
            }
        }

        return quoted.Append('"').ToString();
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.SpaceSeparator => rune.Value == ' ',
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate => false,
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => false,
        _ => true,
    };
}

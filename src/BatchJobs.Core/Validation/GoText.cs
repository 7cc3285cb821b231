using System.Globalization;
using System.Text;

namespace BatchJobs.Validation;

/// <summary>Values in messages, written as Go writes them.</summary>
internal static class GoText
{
    /// <summary>In double quotes, with Go's escapes (<c>%q</c>).</summary>
    public static string Quote(string text)
    {
        var result = new StringBuilder("\"");
        foreach (Rune rune in text.EnumerateRunes())
        {
            result.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\a' => @"\a",
                '\b' => @"\b",
                '\f' => @"\f",
                '\n' => @"\n",
                '\r' => @"\r",
                '\t' => @"\t",
                '\v' => @"\v",
                < ' ' or 0x7f => string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                > 0x7f and <= 0xffff when !IsPrintable(rune) => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                > 0xffff when !IsPrintable(rune) => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
                _ => rune.ToString(),
            });
        }

        return result.Append('"').ToString();
    }

    /// <summary>A list in Go's <c>%q</c>: in brackets, quoted, with blanks between.</summary>
    public static string QuoteAll(IEnumerable<string> texts) => $"[{string.Join(' ', texts.Select(Quote))}]";

    /// <summary>As a JSON string; Go escapes what could end a script element.</summary>
    public static string Json(string? text)
    {
        if (text is null)
        {
            return "null";
        }

        var result = new StringBuilder("\"");
        foreach (char unit in text)
        {
            result.Append(unit switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\b' => @"\b",
                '\f' => @"\f",
                '\n' => @"\n",
                '\r' => @"\r",
                '\t' => @"\t",
                < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"),
                _ => unit.ToString(),
            });
        }

        return result.Append('"').ToString();
    }

    /// <summary>As a JSON object with sorted keys.</summary>
    public static string Json(IReadOnlyDictionary<string, string>? map) => map is null
        ? "null"
        : $"{{{string.Join(',', map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{Json(entry.Key)}:{Json(entry.Value)}"))}}}";

    /// <summary>As a JSON array of what <paramref name="write"/> makes of the items.</summary>
    public static string Json<T>(IEnumerable<T>? items, Func<T, string> write) => items is null ? "null" : $"[{string.Join(',', items.Select(write))}]";

    public static string Json(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "null";

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}

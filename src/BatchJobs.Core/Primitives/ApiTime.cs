using System.Globalization;

namespace BatchJobs.Primitives;

/// <summary>Instants in the one notation of the API, such as <c>2026-01-02T03:04:05Z</c>.</summary>
internal static class ApiTime
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static string Format(DateTimeOffset time) => string.Create("2006-01-02T15:04:05Z".Length, time.UtcDateTime, static (text, utc) =>
    {
        utc.TryFormat(text, out int length, "s", CultureInfo.InvariantCulture);
        text[length] = 'Z';
    });

    /// <summary>Writes an instant, in UTF-8.</summary>
    /// <returns>Its length, which is 20.</returns>
    public static int Format(DateTimeOffset time, Span<byte> text)
    {
        time.UtcDateTime.TryFormat(text, out int length, "s", CultureInfo.InvariantCulture);
        text[length] = (byte)'Z';
        return length + 1;
    }

    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        return text.Length >= 20 && (text.EndsWith('Z') || text[^6] is '+' or '-')
            && DateTimeOffset.TryParseExact(WithSevenDigits(text), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }

    public static string? Error(string text) => TryParse(text, out _)
        ? null
        : $"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\"";

    /// <summary>Nanoseconds are more than .NET can tell; whole seconds are all that is kept anyway.</summary>
    private static string WithSevenDigits(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        int end = dot < 0 ? -1 : dot + 1 + text.AsSpan(dot + 1).IndexOfAnyExceptInRange('0', '9');
        return end - dot <= 8 ? text : string.Concat(text.AsSpan(0, dot + 8), text.AsSpan(end));
    }
}

using System.Globalization;
using System.Text;

namespace BatchJobs.Manifests;

/// <summary>Reads Jobs and CronJobs from JSON, as strictly as the API server.</summary>
public static class ManifestReader
{
    /// <summary>Reads one object.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="options">How to read it.</param>
    /// <returns>The object, or what is wrong with the text.</returns>
    public static ManifestResult ReadJson(string text, ManifestReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        options ??= new ManifestReaderOptions();
        return text.Length > options.MaxBytes ? TooLong(options) : ReadJson(Encoding.UTF8.GetBytes(text), options);
    }

    /// <summary>Reads one object.</summary>
    /// <param name="utf8">JSON in UTF-8.</param>
    /// <param name="options">How to read it.</param>
    /// <returns>The object, or what is wrong with the text.</returns>
    public static ManifestResult ReadJson(ReadOnlySpan<byte> utf8, ManifestReaderOptions? options = null)
    {
        options ??= new ManifestReaderOptions();
        if (utf8.Length > options.MaxBytes)
        {
            return TooLong(options);
        }

        try
        {
            return ManifestDecoder.Decode(JsonManifestParser.Parse(utf8, options.MaxDepth), options, [], Summary(utf8));
        }
        catch (ManifestSyntaxException exception)
        {
            string message = $"couldn't get version/kind; json parse error: {exception.Message}";
            return SyntaxError(message, utf8.StartsWith(Encoding.UTF8.Preamble) ? StartsWithMark : exception, Summary(utf8), options);
        }
    }

    /// <summary>The server's words for it would help nobody.</summary>
    private static ManifestSyntaxException StartsWithMark =>
        new("the text begins with a byte order mark, which JSON does not allow", new ManifestPosition(1, 1));

    internal static ManifestResult SyntaxError(string message, ManifestSyntaxException exception, string summary, ManifestReaderOptions options)
    {
        ManifestKind kind = options.ExpectedKind ?? ManifestKind.Job;
        return ManifestDecoder.Failed(kind, $"{ManifestType.Unrecognized(kind, message)} ({summary})", [new ManifestError(exception.Message, null, exception.Position) { Suggestion = exception.Suggestion }]);
    }

    internal static ManifestResult TooLong(ManifestReaderOptions options)
    {
        string message = string.Create(CultureInfo.InvariantCulture, $"the manifest is longer than {options.MaxBytes} bytes");
        return ManifestDecoder.Failed(options.ExpectedKind ?? ManifestKind.Job, message, [new ManifestError(message)]);
    }

    /// <summary>The beginning of the text, readable if it looks like JSON.</summary>
    internal static string Summary(ReadOnlySpan<byte> text)
    {
        const int Length = 30;
        if (text.IsEmpty)
        {
            return "<empty>";
        }

        ReadOnlySpan<byte> start = text[..Math.Min(Length, text.Length)];
        return (text[0] == '{' ? Encoding.UTF8.GetString(start) : Convert.ToHexStringLower(start)) + (text.Length > Length ? " ..." : "");
    }
}

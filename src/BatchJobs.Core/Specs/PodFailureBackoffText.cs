using System.Globalization;
using BatchJobs.Primitives;

namespace BatchJobs.Specs;

/// <summary>A back-off in one line: <c>initial=1s,factor=2,max=1m,jitter=0.1</c> or <c>delays=1s/5s/30s</c>.</summary>
internal static class PodFailureBackoffText
{
    public static string Write(PodFailureBackoff backoff)
    {
        string delays = backoff.Delays is { } each
            ? $"delays={string.Join('/', each.Select(Text))}"
            : string.Create(CultureInfo.InvariantCulture, $"initial={Text(backoff.Initial)},factor={backoff.Factor},max={Text(backoff.Max)}");
        return backoff.Jitter == 0 ? delays : string.Create(CultureInfo.InvariantCulture, $"{delays},jitter={backoff.Jitter}");
    }

    public static PodFailureBackoff Read(string text)
    {
        var backoff = new PodFailureBackoff();
        foreach (string part in text.Split(','))
        {
            string[] sides = part.Split('=', 2, StringSplitOptions.TrimEntries);
            backoff = (sides[0], sides.Length) switch
            {
                ("initial", 2) => backoff with { Initial = Duration(sides[1]) },
                ("factor", 2) => backoff with { Factor = Number(part, sides[1]) },
                ("max", 2) => backoff with { Max = Duration(sides[1]) },
                ("jitter", 2) => backoff with { Jitter = Number(part, sides[1]) },
                ("delays", 2) => backoff with { Delays = [.. sides[1].Split('/').Select(Duration)] },
                _ => throw new FormatException($"'{part.Trim()}' is none of initial=, factor=, max=, jitter=, delays="),
            };
        }

        return backoff.FindError() is { } error ? throw new FormatException(error) : backoff;
    }

    private static TimeSpan Duration(string text) =>
        GoDuration.TryParseTicks(text, out TimeSpan duration, out string? error) ? duration : throw new FormatException(error);

    private static double Number(string part, string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? number : throw new FormatException($"'{part.Trim()}' has no number");

    private static string Text(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(decimal)time.Ticks / TimeSpan.TicksPerSecond:0.#######}s");
}

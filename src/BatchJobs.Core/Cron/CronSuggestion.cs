using BatchJobs.Primitives;

namespace BatchJobs.Cron;

/// <summary>What a text that is no schedule was probably meant to be.</summary>
internal static class CronSuggestion
{
    private const string Every = "@every";

    private static readonly string[] Descriptors = ["@hourly", "@daily", "@weekly", "@monthly", "@yearly", "@annually", "@midnight", Every];

    public static string? For(string text)
    {
        string trimmed = text.Trim();
        string[] words = trimmed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (trimmed != text && CronSchedule.TryParse(trimmed, out _, out _))
        {
            return $"did you mean {trimmed}, without spaces around it?";
        }

        return words switch
        {
            [] => null,
            [_, ..] when Nearest(words[0]) is { } descriptor => Described(descriptor, words),
            [Every, ..] => "give a duration such as @every 90s or @every 1h30m",
            { Length: 6 or 7 } when CronSchedule.TryParse(string.Join(' ', words[1..6]), out _, out _) =>
                $"there is no field for seconds: did you mean {string.Join(' ', words[1..6])}?",
            _ => null,
        };
    }

    private static string? Nearest(string word) =>
        Descriptors.Contains(word) ? null : NearestWord.Of(word.StartsWith('@') ? word : $"@{word}", Descriptors);

    /// <summary>Only the whole schedule can be proposed, and only if it is one.</summary>
    private static string Described(string descriptor, string[] words)
    {
        string schedule = string.Join(' ', [descriptor, .. words[1..]]);
        return CronSchedule.TryParse(schedule, out _, out _) ? $"did you mean {schedule}?"
            : descriptor == Every ? "did you mean @every with a duration, such as @every 90s?"
            : $"did you mean {descriptor}?";
    }
}

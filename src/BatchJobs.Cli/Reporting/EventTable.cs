using System.Globalization;
using BatchJobs.Client;

namespace BatchJobs.Cli.Reporting;

/// <summary>Events as rows.</summary>
internal static class EventTable
{
    public static readonly string[] Header = ["TYPE", "REASON", "AGE", "MESSAGE"];

    public static string[] Row(JobEventEntry entry, DateTimeOffset now) =>
        [entry.Type, entry.Reason, Age(entry, now), PlainText.WithoutControls(entry.Message)];

    /// <summary>Since when; of what happened often, how often and since when at all.</summary>
    private static string Age(JobEventEntry entry, DateTimeOffset now)
    {
        string last = HumanDuration.Format(now - entry.LastTime);
        return entry.Count == 1 ? last : string.Create(CultureInfo.InvariantCulture, $"{last} (x{entry.Count} over {HumanDuration.Format(now - entry.FirstTime)})");
    }
}

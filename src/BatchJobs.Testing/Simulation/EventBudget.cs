using BatchJobs.Client;

namespace BatchJobs.Testing.Simulation;

/// <summary>Shows events as a cluster would: a client sends 25 about an object, then one every five minutes, and drops the others.</summary>
internal static class EventBudget
{
    private const double Burst = 25;
    private const int MostAlike = 10;
    private static readonly TimeSpan Refill = TimeSpan.FromMinutes(5);

    public static IReadOnlyList<EventResult> Spend(IEnumerable<JobEventEntry> entries, Func<string, string?> hideNames) =>
    [
        .. Sent(entries)
            .GroupBy(sent => (sent.Type, sent.Reason, Message: hideNames(sent.Message)!))
            .Select(group => new EventResult(
                group.Key.Type, group.Key.Reason, group.Key.Message, group.Count(), Combined: group.Count() > MostAlike ? true : null))
            .OrderBy(result => (result.Type, result.Reason, result.Message)),
    ];

    private static IEnumerable<JobEventEntry> Sent(IEnumerable<JobEventEntry> entries)
    {
        double tokens = Burst;
        DateTimeOffset? last = null;
        foreach ((DateTimeOffset time, JobEventEntry entry) in entries.SelectMany(Occurrences).OrderBy(occurrence => occurrence.Time))
        {
            tokens = Math.Min(Burst, tokens + ((time - (last ?? time)) / Refill));
            last = time;
            if (tokens < 1)
                continue;
            tokens--;
            yield return entry;
        }
    }

    private static IEnumerable<(DateTimeOffset Time, JobEventEntry Entry)> Occurrences(JobEventEntry entry)
    {
        yield return (entry.FirstTime, entry);
        for (long count = 1; count < entry.Count; count++)
            yield return (entry.LastTime, entry);
    }
}

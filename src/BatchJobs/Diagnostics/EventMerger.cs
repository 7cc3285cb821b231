using BatchJobs.Client;

namespace BatchJobs.Diagnostics;

/// <summary>Makes one entry of events that say the same.</summary>
internal static class EventMerger
{
    public static IReadOnlyList<JobEventEntry> Merge(IEnumerable<(DateTimeOffset Time, EventText? Text)> events)
    {
        var merged = new OrderedDictionary<EventText, JobEventEntry>();
        foreach ((DateTimeOffset time, EventText? text) in events)
        {
            if (text is { } known)
            {
                merged[known] = merged.TryGetValue(known, out JobEventEntry? earlier)
                    ? earlier with { LastTime = time, Count = earlier.Count + 1 }
                    : new JobEventEntry(known.Type, known.Reason, known.Message, time, time, 1);
            }
        }

        return [.. merged.Values];
    }
}

using System.Collections;

namespace BatchJobs.Diagnostics;

/// <summary>The latest notices of an object with their times; the oldest give way.</summary>
/// <typeparam name="TNotice">The notices.</typeparam>
internal sealed class BoundedJournal<TNotice>(int limit) : IEnumerable<(DateTimeOffset Time, TNotice Notice)>
{
    private readonly Queue<(DateTimeOffset Time, TNotice Notice)> entries = new();

    public void Add(List<TNotice> notices, DateTimeOffset now)
    {
        foreach (TNotice notice in notices)
        {
            if (entries.Count >= limit && !entries.TryDequeue(out _))
            {
                return;
            }

            entries.Enqueue((now, notice));
        }
    }

    public IEnumerator<(DateTimeOffset Time, TNotice Notice)> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

using System.Buffers;
using System.Collections;
using System.Runtime.InteropServices;

namespace BatchJobs.Diagnostics;

/// <summary>The latest notices of an object with their times; the oldest give way.</summary>
/// <typeparam name="TNotice">The notices.</typeparam>
internal sealed class BoundedJournal<TNotice> : IReadOnlyList<(DateTimeOffset Time, TNotice Notice)>
{
    /// <summary>What most Jobs need until they rest for the first time.</summary>
    private const int FirstCapacity = 4;

    /// <summary>What small Jobs need in all.</summary>
    private const int MostOwned = 16;

    private int limit;

    /// <summary>Borrowed unless it is small; it turns round only once it holds as much as it may.</summary>
    private Entry[] ring = [];

    /// <summary>The small one, for the next object.</summary>
    private Entry[] own = [];
    private int oldest;

    public BoundedJournal(int limit, IReadOnlyCollection<(DateTimeOffset Time, TNotice Notice)>? kept = null)
    {
        this.limit = limit;
        foreach ((DateTimeOffset time, TNotice notice) in kept ?? [])
        {
            Add(notice, time.UtcTicks);
        }
    }

    public int Count { get; private set; }

    public (DateTimeOffset Time, TNotice Notice) this[int index]
    {
        get
        {
            TNotice notice = At(index, out DateTimeOffset time);
            return (time, notice);
        }
    }

    /// <summary>A notice where it lies, so that a large one is not copied.</summary>
    public ref readonly TNotice At(int index, out DateTimeOffset time)
    {
        int place = oldest + index;
        ref readonly Entry entry = ref ring[place < Count ? place : place - Count];
        time = new DateTimeOffset(entry.Ticks, TimeSpan.Zero);
        return ref entry.Notice;
    }

    public void Add(List<TNotice> notices, DateTimeOffset now)
    {
        foreach (ref readonly TNotice notice in CollectionsMarshal.AsSpan(notices))
        {
            Add(in notice, now.UtcTicks);
        }
    }

    /// <summary>Forgets everything and gives back what was borrowed, but for what serves the next object as well.</summary>
    public void Clear()
    {
        if (ring == own)
        {
            Array.Clear(ring, 0, Count);
        }
        else
        {
            Array.Clear(own);
            Return();
            ring = own;
        }

        Count = 0;
        oldest = 0;
    }

    /// <summary>Begins anew for an object of which so much is remembered.</summary>
    public void Begin(int most)
    {
        Clear();
        limit = most;
    }

    public void Add(in TNotice notice, DateTimeOffset time) => Add(in notice, time.UtcTicks);

    public IEnumerator<(DateTimeOffset Time, TNotice Notice)> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Add(in TNotice notice, long ticks)
    {
        if (Count < limit)
        {
            if (Count == ring.Length)
            {
                Grow();
            }

            ring[Count++] = new Entry(ticks, in notice);
        }
        else if (limit > 0)
        {
            ring[oldest] = new Entry(ticks, in notice);
            oldest = oldest + 1 == limit ? 0 : oldest + 1;
        }
    }

    private void Grow()
    {
        int room = Math.Min(limit, Math.Max(FirstCapacity, Count * 2));
        Entry[] larger = room <= MostOwned ? own = new Entry[room] : ArrayPool<Entry>.Shared.Rent(room);
        ring.AsSpan().CopyTo(larger);
        Return();
        ring = larger;
    }

    private void Return()
    {
        if (ring.Length > MostOwned)
        {
            ArrayPool<Entry>.Shared.Return(ring, clearArray: true);
        }
    }

    private readonly struct Entry(long ticks, in TNotice notice)
    {
        public readonly long Ticks = ticks;

        public readonly TNotice Notice = notice;
    }
}

namespace BatchJobs.Primitives;

/// <summary>A set of completion indexes held as sorted, disjoint, non-adjacent intervals: a million contiguous indexes cost 8 bytes.</summary>
internal sealed class IndexSet
{
    private int[] first = [];
    private int[] last = [];
    private int intervals;
    private bool isShared;

    /// <summary>How many indexes are in the set.</summary>
    public int Count { get; private set; }

    /// <summary>How many intervals hold them.</summary>
    public int IntervalCount => intervals;

    public bool IsEmpty => Count == 0;

    /// <summary>The set of a Job without indexes, shared by all of them: nothing can be added.</summary>
    public static IndexSet None { get; } = new() { isShared = true };

    /// <summary>The interval at a position, both ends included.</summary>
    public (int First, int Last) Interval(int position) => (first[position], last[position]);

    public bool Contains(int index)
    {
        int position = FindAtOrBefore(index);
        return position >= 0 && index <= last[position];
    }

    /// <summary>Adds an index; false if it was there.</summary>
    public bool Add(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        int before = FindAtOrBefore(index);
        if (before >= 0 && index <= last[before])
        {
            return false;
        }

        bool joinsBefore = before >= 0 && last[before] == index - 1;
        bool joinsAfter = before + 1 < intervals && first[before + 1] == index + 1;
        switch (joinsBefore, joinsAfter)
        {
            case (true, true):
                last[before] = last[before + 1];
                RemoveInterval(before + 1);
                break;
            case (true, false):
                last[before] = index;
                break;
            case (false, true):
                first[before + 1] = index;
                break;
            default:
                InsertInterval(before + 1, index, index);
                break;
        }

        Count++;
        return true;
    }

    /// <summary>Adds all indexes from one to another, both included.</summary>
    public void AddRange(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        int position = FindAtOrBefore(from);
        if (position < 0 || last[position] < from - 1)
        {
            position++;
        }

        int low = from;
        int high = to;
        int end = position;
        while (end < intervals && first[end] <= (long)to + 1)
        {
            low = Math.Min(low, first[end]);
            high = Math.Max(high, last[end]);
            Count -= last[end] - first[end] + 1;
            end++;
        }

        if (end == position)
        {
            InsertInterval(position, low, high);
        }
        else
        {
            first[position] = low;
            last[position] = high;
            RemoveIntervals(position + 1, end - position - 1);
        }

        Count += high - low + 1;
    }

    /// <summary>Removes an index; false if it was not there.</summary>
    public bool Remove(int index)
    {
        int position = FindAtOrBefore(index);
        if (position < 0 || index > last[position])
        {
            return false;
        }

        if (first[position] == last[position])
        {
            RemoveInterval(position);
        }
        else if (index == first[position])
        {
            first[position]++;
        }
        else if (index == last[position])
        {
            last[position]--;
        }
        else
        {
            InsertInterval(position + 1, index + 1, last[position]);
            last[position] = index - 1;
        }

        Count--;
        return true;
    }

    /// <summary>Removes all indexes from a limit on.</summary>
    public void RemoveFrom(int limit)
    {
        while (intervals > 0 && first[intervals - 1] >= limit)
        {
            Count -= last[intervals - 1] - first[intervals - 1] + 1;
            intervals--;
        }

        if (intervals > 0 && last[intervals - 1] >= limit)
        {
            Count -= last[intervals - 1] - limit + 1;
            last[intervals - 1] = limit - 1;
        }
    }

    /// <summary>Whether an index at or above a limit is in the set.</summary>
    public bool HasAnyFrom(int limit) => intervals > 0 && last[intervals - 1] >= limit;

    /// <summary>The smallest index at or above a start that is in the set; the largest number there is if there is none.</summary>
    public int FirstFrom(int start)
    {
        int position = FindAtOrBefore(start);
        return position >= 0 && start <= last[position] ? start
            : position + 1 < intervals ? first[position + 1]
            : int.MaxValue;
    }

    /// <summary>The smallest index at or above a start that is not in the set.</summary>
    public int FirstMissing(int start = 0)
    {
        int position = FindAtOrBefore(start);
        return position >= 0 && start <= last[position] ? last[position] + 1 : start;
    }

    /// <summary>How many indexes this set shares with another.</summary>
    public int CountShared(IndexSet other)
    {
        int shared = 0;
        for (int mine = 0, theirs = 0; mine < intervals && theirs < other.intervals;)
        {
            int low = Math.Max(first[mine], other.first[theirs]);
            int high = Math.Min(last[mine], other.last[theirs]);
            shared += Math.Max(0, high - low + 1);
            if (last[mine] < other.last[theirs])
            {
                mine++;
            }
            else
            {
                theirs++;
            }
        }

        return shared;
    }

    public IndexSet Clone() => new() { first = first[..intervals], last = last[..intervals], intervals = intervals, Count = Count };

    public IEnumerable<int> Enumerate()
    {
        for (int position = 0; position < intervals; position++)
        {
            for (int index = first[position]; index <= last[position]; index++)
            {
                yield return index;
            }
        }
    }

    /// <inheritdoc />
    public override string ToString() => IndexSetText.Write(this);

    /// <summary>Position of the last interval that begins at or before an index, or -1.</summary>
    private int FindAtOrBefore(int index)
    {
        int low = 0;
        int high = intervals - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (first[middle] <= index)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return high;
    }

    private void InsertInterval(int position, int low, int high)
    {
        if (isShared)
        {
            throw new InvalidOperationException("This set is shared by all Jobs without indexes.");
        }

        if (intervals == first.Length)
        {
            int capacity = Math.Max(4, intervals * 2);
            Array.Resize(ref first, capacity);
            Array.Resize(ref last, capacity);
        }

        Array.Copy(first, position, first, position + 1, intervals - position);
        Array.Copy(last, position, last, position + 1, intervals - position);
        first[position] = low;
        last[position] = high;
        intervals++;
    }

    private void RemoveInterval(int position) => RemoveIntervals(position, 1);

    private void RemoveIntervals(int position, int count)
    {
        Array.Copy(first, position + count, first, position, intervals - position - count);
        Array.Copy(last, position + count, last, position, intervals - position - count);
        intervals -= count;
    }
}

namespace BatchJobs.Processes.Logs;

/// <summary>Lines under consecutive numbers; the first ones can go, the others keep their numbers.</summary>
internal sealed class LogRing
{
    private LogEntry[] slots = [];

    internal LogRing(long first = 0) => First = first;

    /// <summary>The number of the first line kept: how many were dropped.</summary>
    internal long First { get; private set; }

    internal int Count { get; private set; }

    /// <summary>The number the next line will get.</summary>
    internal long End => First + Count;

    internal LogEntry this[long number] => slots[number & (slots.Length - 1)];

    internal void Add(LogEntry entry)
    {
        if (Count == slots.Length) Grow();
        slots[End & (slots.Length - 1)] = entry;
        Count++;
    }

    internal LogEntry RemoveFirst()
    {
        var slot = First & (slots.Length - 1);
        var entry = slots[slot];
        slots[slot] = default;
        First++;
        Count--;
        return entry;
    }

    internal void Clear()
    {
        First = End;
        Count = 0;
        slots = [];
    }

    // Sizes are powers of two, so that a number's slot is a mask away.
    private void Grow()
    {
        var larger = new LogEntry[Math.Max(4, slots.Length * 2)];
        for (var number = First; number < End; number++) larger[number & (larger.Length - 1)] = this[number];
        slots = larger;
    }
}

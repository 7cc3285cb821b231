namespace BatchJobs.Pods;

/// <summary>What an executor did under a lease: which pods ended, and which of those it was lent it started in their place.</summary>
/// <remarks>
/// The pod at a position was started by the end at the same place; the ends after those have left their place open for the Job to fill. A pod that was lent is known
/// by its position: its number and index follow from it. One that left nothing but its exit code costs 16 bytes here, and nothing anywhere else.
/// Several may write ends at places of their own at the same time; all else is for one at a time.
/// </remarks>
internal sealed class LeasedRun
{
    private readonly List<int> living = [];

    /// <summary>Replaced when there are more, never moved, since others write meanwhile.</summary>
    private LeasedEnds[] blocks = [];
    private int used;
    private int unanswered;
    private int skipped;
    private int known;

    /// <summary>The number of the first pod that was lent.</summary>
    public long FirstOrdinal { get; private set; }

    /// <summary>Its index; negative in a NonIndexed Job.</summary>
    public int FirstIndex { get; private set; }

    /// <summary>How many positions were granted: as many pods were started, less those that were <see cref="Skip">skipped</see>.</summary>
    public int Starts { get; private set; }

    /// <summary>How many places there are, those that were skipped among them.</summary>
    public int Count => Starts + unanswered;

    /// <summary>How many pods were lent and ended.</summary>
    public int Passing => Count - skipped - known;

    /// <summary>The name of the container of those that left nothing, and why they ended.</summary>
    public string Container { get; set; } = "";

    /// <summary>The positions of those that were started and have not ended, in their order.</summary>
    public List<int> Living => living;

    /// <summary>The end at a place.</summary>
    public ref readonly LeasedEnd this[int place] => ref blocks[place / LeasedEnds.Size].Ends[place % LeasedEnds.Size];

    /// <summary>The place from which on so many of the pods ended that were lent, or the first one.</summary>
    public int PlaceOfLast(int ended)
    {
        int place = Count;
        for (int left = ended; place > 0 && left > 0; left -= this[place].IsLent ? 1 : 0)
        {
            place--;
        }

        return place;
    }

    /// <summary>Makes it that of another lease.</summary>
    public void Begin(long firstOrdinal, int firstIndex)
    {
        FirstOrdinal = firstOrdinal;
        FirstIndex = firstIndex;
        Starts = 0;
        unanswered = skipped = known = 0;
        Container = "";
        living.Clear();
        foreach (LeasedEnds block in blocks.AsSpan(0, used))
        {
            block.Clear();
        }

        used = 0;
    }

    /// <summary>Grants further positions, one after the other; not once an end was <see cref="Unanswered"/>.</summary>
    /// <returns>The first of them.</returns>
    public int Grant(int positions)
    {
        int first = Starts;
        Starts += positions;
        MakeRoom();
        return first;
    }

    /// <summary>Positions that were granted are not used.</summary>
    public void Skip(int first, int end)
    {
        if (end == Starts && unanswered == 0)
        {
            Starts = first;
            return;
        }

        for (int place = first; place < end; place++)
        {
            Write(place, new LeasedEnd(LeasedEnd.Skipped, LeasedEnd.ToldOf(0), 0));
            skipped++;
        }
    }

    /// <summary>The place of an end that starts nothing.</summary>
    public int Unanswered()
    {
        unanswered++;
        MakeRoom();
        return Count - 1;
    }

    /// <summary>A pod that was lent ended and left nothing but its exit code, which is not negative.</summary>
    public void Exited(int place, int position, int exitCode, long ticks) => Write(place, new LeasedEnd(position, LeasedEnd.ToldOf(exitCode), ticks));

    /// <summary>Whether there is room at a place for more than an exit code; without it, <see cref="Ended"/> is for one at a time.</summary>
    public bool CanTell(int place) => blocks[place / LeasedEnds.Size].CanTell;

    /// <summary>A pod ended, of which there is more to tell; its position, or <see cref="LeasedEnd.Known"/> if it was not lent, which is for one at a time.</summary>
    public void Ended(int place, int position, in PodCompletion completion)
    {
        if (position == LeasedEnd.Known)
        {
            known++;
        }

        Write(place, new LeasedEnd(position, place, completion.FinishedAt.UtcTicks));
        blocks[place / LeasedEnds.Size].Tell(place % LeasedEnds.Size, in completion);
    }

    /// <summary>When a pod that was lent was started: when the one ended whose place it took.</summary>
    public DateTimeOffset StartOf(int position) => this[position].At;

    public long OrdinalOf(int position) => FirstOrdinal + position;

    public int IndexOf(int position) => FirstIndex < 0 ? FirstIndex : FirstIndex + position;

    /// <summary>The end at full length.</summary>
    public PodCompletion CompletionOf(in LeasedEnd end) => end.IsPlain
        ? new PodCompletion(OrdinalOf(end.Position), Container, end.ExitCode, StartOf(end.Position), end.At, end.ExitCode == 0 ? "Completed" : "Error")
        : Told(in end);

    public int ExitCodeOf(in LeasedEnd end) => end.IsPlain ? end.ExitCode : Told(in end).ExitCode;

    /// <summary>What there is to tell of an end.</summary>
    public ref readonly PodCompletion Told(in LeasedEnd end) => ref blocks[end.Told / LeasedEnds.Size].Told[end.Told % LeasedEnds.Size];

    private void Write(int place, LeasedEnd end) => blocks[place / LeasedEnds.Size].Ends[place % LeasedEnds.Size] = end;

    private void MakeRoom()
    {
        while (used * LeasedEnds.Size < Count)
        {
            if (used == blocks.Length)
            {
                Array.Resize(ref blocks, Math.Max(1, used * 2));
            }

            blocks[used++] ??= new LeasedEnds();
        }
    }
}

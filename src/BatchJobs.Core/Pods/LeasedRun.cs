using System.Runtime.InteropServices;

namespace BatchJobs.Pods;

/// <summary>What an executor did under a lease: which pods ended, in their order, and how many of those it was lent it started in their place.</summary>
/// <remarks>
/// The first ends started one pod each, those that the others left open are for the Job to fill. A pod that was lent is known by its position: its number and index follow from it.
/// One that left nothing but its exit code costs 16 bytes here, and nothing anywhere else. Not safe for use by several threads.
/// </remarks>
internal sealed class LeasedRun
{
    private const int FirstCapacity = 16;

    private readonly List<PodCompletion> told = [];
    private readonly List<int> living = [];
    private LeasedEnd[] ends = new LeasedEnd[FirstCapacity];

    /// <summary>The number of the first pod that was lent.</summary>
    public long FirstOrdinal { get; private set; }

    /// <summary>Its index; negative in a NonIndexed Job.</summary>
    public int FirstIndex { get; private set; }

    /// <summary>How many of the pods that were lent were started.</summary>
    public int Starts { get; set; }

    /// <summary>The name of the container of those that left nothing, and why they ended.</summary>
    public string Container { get; set; } = "";

    /// <summary>The ends, oldest first.</summary>
    public ReadOnlySpan<LeasedEnd> Ends => ends.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>The positions of those that were started and have not ended, in their order.</summary>
    public List<int> Living => living;

    /// <summary>Makes it that of another lease.</summary>
    public void Begin(long firstOrdinal, int firstIndex)
    {
        FirstOrdinal = firstOrdinal;
        FirstIndex = firstIndex;
        Starts = 0;
        Count = 0;
        Container = "";
        told.Clear();
        living.Clear();
    }

    /// <summary>A pod that was lent ended and left nothing but its exit code, which is not negative.</summary>
    public void Exited(int position, int exitCode, long ticks) => Add(new LeasedEnd(position, LeasedEnd.ToldOf(exitCode), ticks));

    /// <summary>A pod ended, of which there is more to tell; its position, or <see cref="LeasedEnd.Known"/> if it was not lent.</summary>
    public void Ended(int position, in PodCompletion completion)
    {
        Add(new LeasedEnd(position, told.Count, completion.FinishedAt.UtcTicks));
        told.Add(completion);
    }

    /// <summary>When a pod that was lent was started: when the one ended whose place it took.</summary>
    public DateTimeOffset StartOf(int position) => new(ends[position].Ticks, TimeSpan.Zero);

    public long OrdinalOf(int position) => FirstOrdinal + position;

    public int IndexOf(int position) => FirstIndex < 0 ? FirstIndex : FirstIndex + position;

    /// <summary>The end at full length.</summary>
    public PodCompletion CompletionOf(in LeasedEnd end) => end.IsPlain
        ? new PodCompletion(OrdinalOf(end.Position), Container, end.ExitCode, StartOf(end.Position), end.At, end.ExitCode == 0 ? "Completed" : "Error")
        : told[end.Told];

    public int ExitCodeOf(in LeasedEnd end) => end.IsPlain ? end.ExitCode : Told(in end).ExitCode;

    /// <summary>What there is to tell of an end.</summary>
    public ref readonly PodCompletion Told(in LeasedEnd end) => ref CollectionsMarshal.AsSpan(told)[end.Told];

    private void Add(in LeasedEnd end)
    {
        if (Count == ends.Length)
        {
            Array.Resize(ref ends, Count * 4);
        }

        ends[Count++] = end;
    }
}

/// <summary>The end of a pod in a <see cref="LeasedRun"/>.</summary>
/// <param name="Position">Which of the pods that were lent; <see cref="Known"/> for one the Job had started itself.</param>
/// <param name="Told">Where more is told of it; negative, the complement of its exit code, if it left nothing else.</param>
/// <param name="Ticks">When.</param>
internal readonly record struct LeasedEnd(int Position, int Told, long Ticks)
{
    public const int Known = -1;

    /// <summary>Whether its exit code is all there is to tell.</summary>
    public bool IsPlain => Told < 0;

    /// <summary>The exit code of a plain one.</summary>
    public int ExitCode => ~Told;

    /// <summary>What tells of a plain one.</summary>
    public static int ToldOf(int exitCode) => ~exitCode;

    public bool IsKnown => Position == Known;

    public DateTimeOffset At => new(Ticks, TimeSpan.Zero);
}

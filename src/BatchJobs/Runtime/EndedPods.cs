using BatchJobs.Durability;
using BatchJobs.Pods;
using BatchJobs.State;

namespace BatchJobs.Runtime;

/// <summary>The latest of the pods of a Job that ended: a ring, in which the oldest gives way to the newest.</summary>
internal sealed class EndedPods
{
    private const int FirstCapacity = 4;

    private EndedPodEntry[] ring = [];

    /// <summary>One of the first size, for the next Job: most need it only for the moment in which they finish.</summary>
    private EndedPodEntry[] own = [];
    private int limit;
    private int oldest;

    /// <summary>How many are remembered.</summary>
    public int Count { get; private set; }

    /// <summary>How many were ever remembered here.</summary>
    public long Remembered { get; private set; }

    /// <summary>One of them, the oldest first.</summary>
    public ref readonly EndedPodEntry this[int position] => ref ring[Place(position)];

    /// <summary>Begins anew for a Job of which so many are remembered, after so many that are not here.</summary>
    public void Begin(int most, long before = 0)
    {
        Array.Clear(own);
        ring = [];
        limit = most;
        Count = 0;
        oldest = 0;
        Remembered = before;
    }

    /// <summary>Takes in what was kept of pods that ended, oldest first.</summary>
    public void Restore(IEnumerable<EndedPod> kept)
    {
        foreach (EndedPod pod in kept)
        {
            Add(pod.Entry);
        }
    }

    /// <summary>Remembers those of the pods a step removed that have ended.</summary>
    public void Follow(IReadOnlyList<PodRecord> removed)
    {
        for (int i = 0; i < removed.Count; i++)
        {
            PodRecord pod = removed[i];
            if (pod.IsTerminal)
            {
                Add(new EndedPodEntry(pod.Ordinal, pod.Index, pod.CreatedAt.UtcTicks, pod.IsCompletion ? null : pod.Status, pod.Completion));
            }
        }
    }

    /// <summary>Remembers those that ended under a lease, as far as they are not forgotten at once.</summary>
    public void Follow(LeasedRun run)
    {
        Remembered += run.Passing - Math.Min(run.Passing, limit);
        for (int place = run.PlaceOfLast(limit); place < run.Count; place++)
        {
            // A known one had a record, and is remembered by it.
            ref readonly LeasedEnd end = ref run[place];
            if (end.IsLent)
            {
                Add(new EndedPodEntry(run.OrdinalOf(end.Position), run.IndexOf(end.Position), run.StartOf(end.Position).UtcTicks, null, run.CompletionOf(in end)));
            }
        }
    }

    public void Add(in EndedPodEntry pod)
    {
        Remembered++;
        if (limit == 0)
        {
            return;
        }

        if (Count == ring.Length && Count < limit)
        {
            Grow();
        }

        if (Count < Room)
        {
            ring[Place(Count++)] = pod;
        }
        else
        {
            ring[oldest] = pod;
            oldest = Place(1);
        }
    }

    private int Place(int position)
    {
        int place = oldest + position;
        return place < Room ? place : place - Room;
    }

    /// <summary>The ring turns round only once it has its full size.</summary>
    private void Grow()
    {
        if (Count == 0)
        {
            ring = own.Length > 0 ? own : own = new EndedPodEntry[FirstCapacity];
        }
        else
        {
            Array.Resize(ref ring, Math.Min(limit, Count * 4));
        }
    }

    /// <summary>A ring that served another Job can be larger than this one may fill.</summary>
    private int Room => Math.Min(limit, ring.Length);
}

/// <summary>What is left of a pod that ended; its status is made when somebody asks, if it was told briefly.</summary>
internal readonly record struct EndedPodEntry(long Ordinal, int Index, long CreatedTicks, PodStatus? Told, PodCompletion Completion)
{
    public DateTimeOffset CreatedAt => new(CreatedTicks, TimeSpan.Zero);

    public PodPhase Phase => Told?.Phase ?? Completion.Phase;

    public PodStatus Status => Told ?? Completion.ToStatus();
}

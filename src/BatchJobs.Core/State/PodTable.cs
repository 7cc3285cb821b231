using System.Diagnostics.CodeAnalysis;
using BatchJobs.Pods;
using BatchJobs.Primitives;

namespace BatchJobs.State;

/// <summary>The pods a Job holds, with counts that are always in step; every question costs the same however many there are.</summary>
internal sealed class PodTable
{
    /// <summary>How many records are kept to be used again.</summary>
    public const int MostSpares = 64;

    private readonly PodSlots pods = new();
    private List<PodRecord>? removed;
    private Dictionary<int, int>? furtherHolders;
    private bool stoppingHoldsIndex;
    private int ended;
    private int released;

    /// <param name="stoppingHoldsIndex">A stopping pod still holds its index (podReplacementPolicy Failed).</param>
    public PodTable(bool stoppingHoldsIndex) => this.stoppingHoldsIndex = stoppingHoldsIndex;

    public int Count => pods.Count;

    public int Active { get; private set; }

    public int Ready { get; private set; }

    public int Terminating { get; private set; }

    /// <summary>In-place restarts of all pods that are pending or running.</summary>
    public int Restarts { get; private set; }

    /// <summary>Indexes that pods hold: no other pod may be started for them.</summary>
    public IndexSet HeldIndexes { get; private set; } = IndexSet.None;

    public IEnumerable<PodRecord> All => pods.All;

    /// <summary>The pods that were removed since <see cref="Recycle"/>.</summary>
    public IReadOnlyList<PodRecord> Removed => removed ?? (IReadOnlyList<PodRecord>)[];

    public bool TryGet(long ordinal, [NotNullWhen(true)] out PodRecord? pod) => pods.TryGet(ordinal, out pod);

    /// <summary>Makes the record of a new pod, of an old one if there is any.</summary>
    public static PodRecord Make(long ordinal, int index, DateTimeOffset now, List<PodRecord> spares)
    {
        if (spares is not [.., var spare])
        {
            return new PodRecord(ordinal, index, now);
        }

        spares.RemoveAt(spares.Count - 1);
        return spare.Renew(ordinal, index, now);
    }

    /// <summary>Lets the records of removed pods be used again; at the begin of a step, when nobody looks at them any more.</summary>
    public void Recycle(List<PodRecord> spares)
    {
        if (removed is null)
        {
            return;
        }

        foreach (PodRecord pod in removed)
        {
            if (spares.Count < MostSpares)
            {
                spares.Add(pod);
            }
        }

        removed.Clear();
    }

    /// <summary>Lets a table without pods serve another Job.</summary>
    public void Renew(bool stoppingHoldsIndex) => this.stoppingHoldsIndex = stoppingHoldsIndex;

    /// <summary>Makes a table without pods as good as new; false if it has grown so large that it is not worth keeping.</summary>
    public bool TryReset()
    {
        (ended, released) = (0, 0);
        furtherHolders = null;
        return pods.Capacity <= MostSpares && removed is null or { Capacity: <= MostSpares } && HeldIndexes.IsEmpty;
    }

    public void Add(PodRecord pod)
    {
        pods.Add(pod);
        ended += Ended(pod);
        Tally(pod, 1);
        HoldIndex(pod, 1);
    }

    public void Remove(PodRecord pod)
    {
        if (pods.Remove(pod.Ordinal))
        {
            Tally(pod, -1);
            HoldIndex(pod, -1);
            (removed ??= []).Add(pod);
        }
    }

    public void Report(PodRecord pod, PodStatus status)
    {
        bool held = HoldsIndex(pod);
        ended -= Ended(pod);
        Tally(pod, -1);
        pod.SetStatus(status);
        Tally(pod, 1);
        ended += Ended(pod);
        FollowHold(pod, held);
    }

    public void Report(PodRecord pod, in PodCompletion completion)
    {
        bool held = HoldsIndex(pod);
        ended -= Ended(pod);
        Tally(pod, -1);
        pod.SetCompletion(completion);
        ended += Ended(pod);
        FollowHold(pod, held);
    }

    public void Stop(PodRecord pod, DateTimeOffset now)
    {
        bool held = HoldsIndex(pod);
        Tally(pod, -1);
        pod.SetStopping(now);
        Tally(pod, 1);
        FollowHold(pod, held);
    }

    /// <summary>Its outcome is counted or waived: a pod that has ended is forgotten, one that lives is watched to its end.</summary>
    public void Untrack(PodRecord pod)
    {
        released += Ended(pod);
        pod.SetUntracked();
        if (pod.IsTerminal)
        {
            Remove(pod);
        }
    }

    /// <summary>Pods ended and were let go without ever having been here.</summary>
    public void PassBy(int count)
    {
        ended += count;
        released += count;
    }

    /// <summary>For whoever measures: tracked pods that ended, and those that were let go, since somebody asked the last time.</summary>
    public (int Ended, int Released) TakeEnds()
    {
        (int, int) ends = (ended, released);
        (ended, released) = (0, 0);
        return ends;
    }

    /// <summary>Follows a change of podReplacementPolicy.</summary>
    public void SetStoppingHoldsIndex(bool value)
    {
        foreach (PodRecord pod in pods.All)
        {
            HoldIndex(pod, -1);
        }

        stoppingHoldsIndex = value;
        foreach (PodRecord pod in pods.All)
        {
            HoldIndex(pod, 1);
        }
    }

    public PodTable Clone()
    {
        var copy = new PodTable(stoppingHoldsIndex);
        foreach (PodRecord pod in pods.All)
        {
            copy.Add(pod.Clone());
        }

        return copy;
    }

    private static int Ended(PodRecord pod) => pod is { Tracked: true, IsTerminal: true } ? 1 : 0;

    private void Tally(PodRecord pod, int sign)
    {
        if (pod.IsTerminal)
        {
            return;
        }

        Restarts += pod.Phase == PodPhase.Unknown ? 0 : sign * pod.Restarts;
        if (pod.IsStopping)
        {
            Terminating += sign;
        }
        else
        {
            Active += sign;
            Ready += pod.IsReady ? sign : 0;
        }
    }

    private bool HoldsIndex(PodRecord pod) => pod.Index >= 0 && !pod.IsTerminal && (!pod.IsStopping || stoppingHoldsIndex);

    private void FollowHold(PodRecord pod, bool held)
    {
        if (held != HoldsIndex(pod))
        {
            Hold(pod.Index, held ? -1 : 1);
        }
    }

    private void HoldIndex(PodRecord pod, int sign)
    {
        if (HoldsIndex(pod))
        {
            Hold(pod.Index, sign);
        }
    }

    /// <summary>An index has one holder but for rare moments, as after a change of podReplacementPolicy; the others are counted apart.</summary>
    private void Hold(int index, int sign)
    {
        HeldIndexes = ReferenceEquals(HeldIndexes, IndexSet.None) ? new IndexSet() : HeldIndexes;
        if (sign > 0 ? HeldIndexes.Add(index) : !HasFurtherHolders(index) && HeldIndexes.Remove(index))
        {
            return;
        }

        furtherHolders ??= [];
        furtherHolders[index] = furtherHolders.GetValueOrDefault(index) + sign;
    }

    private bool HasFurtherHolders(int index) => furtherHolders is not null && furtherHolders.GetValueOrDefault(index) > 0;
}

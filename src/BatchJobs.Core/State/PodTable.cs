using System.Diagnostics.CodeAnalysis;
using BatchJobs.Pods;
using BatchJobs.Primitives;

namespace BatchJobs.State;

/// <summary>The pods a Job holds, with counts that are always in step; every question costs the same however many there are.</summary>
internal sealed class PodTable
{
    private readonly Dictionary<long, PodRecord> pods = [];
    private readonly Dictionary<int, int> holders = [];
    private bool stoppingHoldsIndex;

    /// <param name="stoppingHoldsIndex">A stopping pod still holds its index (podReplacementPolicy Failed).</param>
    public PodTable(bool stoppingHoldsIndex) => this.stoppingHoldsIndex = stoppingHoldsIndex;

    public int Count => pods.Count;

    public int Active { get; private set; }

    public int Ready { get; private set; }

    public int Terminating { get; private set; }

    /// <summary>In-place restarts of all pods that are pending or running.</summary>
    public int Restarts { get; private set; }

    /// <summary>Indexes that pods hold: no other pod may be started for them.</summary>
    public IndexSet HeldIndexes { get; } = new();

    public IEnumerable<PodRecord> All => pods.Values;

    public bool TryGet(long ordinal, [NotNullWhen(true)] out PodRecord? pod) => pods.TryGetValue(ordinal, out pod);

    public void Add(PodRecord pod)
    {
        pods.Add(pod.Ordinal, pod);
        Tally(pod, 1);
    }

    public void Remove(PodRecord pod)
    {
        if (pods.Remove(pod.Ordinal))
        {
            Tally(pod, -1);
        }
    }

    public void Report(PodRecord pod, PodStatus status)
    {
        Tally(pod, -1);
        pod.SetStatus(status);
        Tally(pod, 1);
    }

    public void Stop(PodRecord pod, DateTimeOffset now)
    {
        Tally(pod, -1);
        pod.SetStopping(now);
        Tally(pod, 1);
    }

    /// <summary>Its outcome is counted or waived: a pod that has ended is forgotten, one that lives is watched to its end.</summary>
    public void Untrack(PodRecord pod)
    {
        pod.SetUntracked();
        if (pod.IsTerminal)
        {
            Remove(pod);
        }
    }

    /// <summary>Follows a change of podReplacementPolicy.</summary>
    public void SetStoppingHoldsIndex(bool value)
    {
        TallyAll(-1);
        stoppingHoldsIndex = value;
        TallyAll(1);
    }

    public PodTable Clone()
    {
        var copy = new PodTable(stoppingHoldsIndex);
        foreach (PodRecord pod in pods.Values)
        {
            copy.Add(pod.Clone());
        }

        return copy;
    }

    private void TallyAll(int sign)
    {
        foreach (PodRecord pod in pods.Values)
        {
            Tally(pod, sign);
        }
    }

    private void Tally(PodRecord pod, int sign)
    {
        if (pod.IsTerminal)
        {
            return;
        }

        Restarts += pod.Phase == PodPhase.Unknown ? 0 : sign * pod.Restarts;
        bool stopping = pod.StoppingSince is not null;
        if (stopping)
        {
            Terminating += sign;
        }
        else
        {
            Active += sign;
            Ready += pod.IsReady ? sign : 0;
        }

        if (pod.Index >= 0 && (!stopping || stoppingHoldsIndex))
        {
            Hold(pod.Index, sign);
        }
    }

    private void Hold(int index, int sign)
    {
        int count = holders.GetValueOrDefault(index) + sign;
        if (count == 0)
        {
            holders.Remove(index);
            HeldIndexes.Remove(index);
        }
        else
        {
            holders[index] = count;
            HeldIndexes.Add(index);
        }
    }
}

using System.Diagnostics.CodeAnalysis;

namespace BatchJobs.State;

/// <summary>Finds pods by their numbers.</summary>
/// <remarks>
/// Numbers that are held at the same time lie close together, so the remainder of a number is a slot that is nearly always free; pods that share one are
/// chained by their records, so that a pod which goes moves no other. It answers as a dictionary does, which a property test checks.
/// </remarks>
internal sealed class PodSlots
{
    private static readonly PodRecord?[] None = new PodRecord?[1];

    private PodRecord?[] slots = None;

    public int Count { get; private set; }

    public int Capacity => slots.Length;

    public IEnumerable<PodRecord> All
    {
        get
        {
            foreach (PodRecord? first in slots)
            {
                for (PodRecord? pod = first; pod is not null; pod = pod.NextOfSlot)
                {
                    yield return pod;
                }
            }
        }
    }

    public bool TryGet(long ordinal, [NotNullWhen(true)] out PodRecord? pod)
    {
        pod = Find(ordinal);
        return pod is not null;
    }

    public void Add(PodRecord pod)
    {
        if (ReferenceEquals(slots, None) || Count == slots.Length)
        {
            Grow();
        }

        ref PodRecord? place = ref Find(pod.Ordinal);
        if (place is not null)
        {
            throw new ArgumentException("There is a pod of that number already.", nameof(pod));
        }

        place = pod;
        Count++;
    }

    public bool Remove(long ordinal)
    {
        ref PodRecord? place = ref Find(ordinal);
        if (place is not { } pod)
        {
            return false;
        }

        place = pod.NextOfSlot;
        pod.NextOfSlot = null;
        Count--;
        return true;
    }

    /// <summary>Where the pod of a number is, or would be.</summary>
    private ref PodRecord? Find(long ordinal)
    {
        ref PodRecord? place = ref slots[(int)ordinal & (slots.Length - 1)];
        while (place is { } pod && pod.Ordinal != ordinal)
        {
            place = ref pod.NextOfSlot;
        }

        return ref place;
    }

    private void Grow()
    {
        PodRecord?[] old = slots;
        slots = new PodRecord?[Math.Max(4, old.Length * 2)];
        foreach (PodRecord? first in old)
        {
            for (PodRecord? pod = first, next; pod is not null; pod = next)
            {
                next = pod.NextOfSlot;
                pod.NextOfSlot = null;
                Find(pod.Ordinal) = pod;
            }
        }
    }
}

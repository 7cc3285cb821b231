using System.Diagnostics.CodeAnalysis;

namespace BatchJobs.State;

/// <summary>Finds pods by their numbers.</summary>
/// <remarks>
/// Numbers that are held at the same time lie close together, so the remainder of a number is a slot that is nearly always free. It answers as a dictionary does, which a property test checks.
/// </remarks>
internal sealed class PodSlots
{
    private static readonly PodRecord?[] None = new PodRecord?[1];

    /// <summary>Never full, so that every search ends.</summary>
    private PodRecord?[] slots = None;

    public int Count { get; private set; }

    private int Mask => slots.Length - 1;

    public IEnumerable<PodRecord> All
    {
        get
        {
            foreach (PodRecord? pod in slots)
            {
                if (pod is not null)
                {
                    yield return pod;
                }
            }
        }
    }

    public bool TryGet(long ordinal, [NotNullWhen(true)] out PodRecord? pod)
    {
        pod = slots[Find(ordinal)];
        return pod is not null;
    }

    public void Add(PodRecord pod)
    {
        if ((Count + 1) * 4 > slots.Length * 3)
        {
            Grow();
        }

        int slot = Find(pod.Ordinal);
        if (slots[slot] is not null)
        {
            throw new ArgumentException("There is a pod of that number already.", nameof(pod));
        }

        slots[slot] = pod;
        Count++;
    }

    /// <summary>Lets go of room that is not needed now.</summary>
    public void Trim()
    {
        if (Count == 0)
        {
            slots = None;
        }
    }

    public bool Remove(long ordinal)
    {
        int free = Find(ordinal);
        if (slots[free] is null)
        {
            return false;
        }

        Count--;

        // Pods that had to move on because this slot was taken move back, so that none is missed by a later search.
        for (int slot = (free + 1) & Mask; slots[slot] is { } pod; slot = (slot + 1) & Mask)
        {
            int home = (int)pod.Ordinal & Mask;
            if (((slot - home) & Mask) >= ((slot - free) & Mask))
            {
                slots[free] = pod;
                free = slot;
            }
        }

        slots[free] = null;
        return true;
    }

    /// <summary>The slot of a number, or the one it would get.</summary>
    private int Find(long ordinal)
    {
        int slot = (int)ordinal & Mask;
        while (slots[slot] is { } pod && pod.Ordinal != ordinal)
        {
            slot = (slot + 1) & Mask;
        }

        return slot;
    }

    private void Grow()
    {
        PodRecord?[] old = slots;
        slots = new PodRecord?[Math.Max(4, old.Length * 2)];
        foreach (PodRecord? pod in old)
        {
            if (pod is not null)
            {
                slots[Find(pod.Ordinal)] = pod;
            }
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BatchJobs.Pods;
using BatchJobs.Runtime;

namespace BatchJobs.InProcess.Short;

/// <summary>The short pods of a Job by their numbers: a few in place, more of them in a dictionary. It answers as the dictionary alone, which a property test checks.</summary>
/// <remarks>
/// Small Jobs need 70 bytes here, where a dictionary takes 400: what is told of ends is short-lived, and borrowed.
/// Used under the lock of the crew, but for <see cref="Count"/>.
/// </remarks>
internal sealed class ShortPodTable
{
    private const int Few = 4;

    private static readonly Pool<PodCompletion[]> SpareEnds = new(64);

    private Places places;
    private PodCompletion[]? ends;
    private Dictionary<long, ShortPod>? many;
    private int placed;

    public int Count => placed + (many?.Count ?? 0);

    public IEnumerable<ShortPod> All
    {
        get
        {
            for (int place = 0; place < Few; place++)
            {
                if (places[place] is { } pod)
                {
                    yield return new ShortPod(pod, ends is null ? default : ends[place]);
                }
            }

            if (many is not null)
            {
                foreach (ShortPod pod in many.Values)
                {
                    yield return pod;
                }
            }
        }
    }

    /// <summary>Adds a pod; false if there is one of its number.</summary>
    public bool TryAdd(PodContext pod)
    {
        if (Find(pod.Ordinal) is not null)
        {
            return false;
        }

        if (FreePlace() is var free and >= 0)
        {
            places[free] = pod;
            placed++;
        }
        else
        {
            (many ??= []).Add(pod.Ordinal, new ShortPod(pod));
        }

        return true;
    }

    public PodContext? Find(long ordinal) =>
        PlaceOf(ordinal) is var place and >= 0 ? places[place]
        : many is not null && many.TryGetValue(ordinal, out ShortPod pod) ? pod.Context
        : null;

    /// <summary>Remembers how a pod ended that is here.</summary>
    public void End(in PodCompletion end)
    {
        if (PlaceOf(end.Ordinal) is var place and >= 0)
        {
            ends ??= SpareEnds.TryRent() ?? new PodCompletion[Few];
            ends[place] = end;
            return;
        }

        ref ShortPod entry = ref CollectionsMarshal.GetValueRefOrNullRef(many!, end.Ordinal);
        entry = entry with { End = end };
    }

    public void Remove(long ordinal)
    {
        if (PlaceOf(ordinal) is not (var place and >= 0))
        {
            many?.Remove(ordinal);
            return;
        }

        places[place] = null;
        placed--;
        if (ends is not null)
        {
            ends[place] = default;
            if (placed == 0)
            {
                SpareEnds.Return(ends);
                ends = null;
            }
        }
    }

    /// <summary>The pods whose bodies were called before an instant and still run; null for none.</summary>
    public List<PodContext>? Lasting(DateTimeOffset startedBefore)
    {
        List<PodContext>? lasting = null;
        for (int place = 0; place < Few; place++)
        {
            Collect(places[place], startedBefore, ref lasting);
        }

        if (many is { Count: > 0 })
        {
            foreach (ShortPod pod in many.Values)
            {
                Collect(pod.Context, startedBefore, ref lasting);
            }
        }

        return lasting;
    }

    private static void Collect(PodContext? pod, DateTimeOffset startedBefore, ref List<PodContext>? lasting)
    {
        if (pod is { State: ShortPodState.Running } && pod.StartedAt < startedBefore)
        {
            (lasting ??= []).Add(pod);
        }
    }

    private int PlaceOf(long ordinal)
    {
        for (int place = 0; placed > 0 && place < Few; place++)
        {
            if (places[place]?.Ordinal == ordinal)
            {
                return place;
            }
        }

        return -1;
    }

    private int FreePlace()
    {
        for (int place = 0; placed < Few && place < Few; place++)
        {
            if (places[place] is null)
            {
                return place;
            }
        }

        return -1;
    }

    [InlineArray(Few)]
    private struct Places
    {
        private PodContext? first;
    }
}

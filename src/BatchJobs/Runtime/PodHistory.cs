using BatchJobs.Client;
using BatchJobs.Durability;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.State;

namespace BatchJobs.Runtime;

/// <summary>The pods of a Job for people to look at: those that its state holds, and the latest of those that ended.</summary>
/// <remarks>Used under the lock of its loop.</remarks>
internal sealed class PodHistory(JobState state, int endedLimit)
{
    private const int FirstCapacity = 4;

    private static readonly PodStatus Requested = new() { Phase = PodPhase.Pending, Scheduled = false };

    /// <summary>A ring; the oldest gives way to the newest.</summary>
    private Remains[] ended = [];
    private int count;
    private int oldest;

    /// <summary>How many pods were ever remembered here.</summary>
    public long Remembered { get; private set; }

    /// <summary>Takes in what was kept of pods that ended, oldest first.</summary>
    public void Restore(IEnumerable<EndedPod> kept)
    {
        foreach (EndedPod pod in kept)
        {
            Remember(new Remains(pod.Ordinal, pod.Index, pod.CreatedAt.UtcTicks, pod.Status, default));
        }
    }

    /// <summary>Remembers those of the pods a step removed that have ended.</summary>
    public void Follow(IReadOnlyList<PodRecord> removed)
    {
        for (int i = 0; i < removed.Count; i++)
        {
            if (removed[i].IsTerminal)
            {
                Remember(removed[i]);
            }
        }
    }

    /// <summary>Remembers those that ended under a lease, as far as they are not forgotten at once.</summary>
    public void Follow(LeasedRun run)
    {
        ReadOnlySpan<LeasedEnd> ends = run.Ends;
        int first = Math.Max(0, ends.Length - endedLimit);
        for (int i = 0; i < ends.Length; i++)
        {
            ref readonly LeasedEnd end = ref ends[i];
            if (end.IsKnown)
            {
                // It had a record, and is remembered by it.
                continue;
            }

            if (i >= first)
            {
                Remember(new Remains(run.OrdinalOf(end.Position), run.IndexOf(end.Position), run.StartOf(end.Position).UtcTicks, null, run.CompletionOf(in end)));
            }
            else
            {
                Remembered++;
            }
        }
    }

    /// <summary>Lets go of room that no more pods will need.</summary>
    public void Trim()
    {
        if (count < ended.Length)
        {
            // The ring turns round only once it has its full size.
            Array.Resize(ref ended, count);
        }
    }

    public JobPod? Find(long ordinal)
    {
        if (state.Pods.TryGet(ordinal, out PodRecord? pod))
        {
            return View(pod);
        }

        foreach (Remains known in Ended())
        {
            if (known.Ordinal == ordinal)
            {
                return View(known);
            }
        }

        return null;
    }

    public JobPod? Find(string name) => List().FirstOrDefault(pod => pod.Name == name);

    public IReadOnlyList<JobPod> List() => [.. Ended().Where(pod => !state.Pods.TryGet(pod.Ordinal, out _)).Select(View).Concat(state.Pods.All.Select(View)).OrderBy(pod => pod.Id.Ordinal)];

    /// <summary>Those that were remembered after so many others and are not forgotten yet, oldest first.</summary>
    public List<EndedPod> Since(long remembered) =>
        [.. Ended().Skip(count - (int)Math.Min(Remembered - remembered, count)).Select(pod => new EndedPod(pod.Ordinal, pod.Index, View(pod).CreationTimestamp, View(pod).Status, []))];

    private void Remember(PodRecord pod) =>
        Remember(new Remains(pod.Ordinal, pod.Index, pod.CreatedAt.UtcTicks, pod.IsCompletion ? null : pod.Status, pod.Completion));

    private void Remember(in Remains pod)
    {
        Remembered++;
        if (endedLimit == 0)
        {
            return;
        }

        if (count == ended.Length && count < endedLimit)
        {
            Remains[] larger = new Remains[Math.Min(endedLimit, Math.Max(Math.Clamp(state.Spec.Completions ?? 1, 1, FirstCapacity), count * 4))];
            ended.CopyTo(larger, 0);
            ended = larger;
        }

        ended[(oldest + count) % ended.Length] = pod;
        if (count < ended.Length)
        {
            count++;
        }
        else
        {
            oldest = (oldest + 1) % ended.Length;
        }
    }

    private IEnumerable<Remains> Ended()
    {
        for (int i = 0; i < count; i++)
        {
            yield return ended[(oldest + i) % ended.Length];
        }
    }

    private JobPod View(PodRecord pod) => View(pod.Ordinal, pod.Index, pod.CreatedAt, pod.Status ?? Requested);

    private JobPod View(Remains pod) => View(pod.Ordinal, pod.Index, new DateTimeOffset(pod.CreatedTicks, TimeSpan.Zero), pod.Status ?? pod.Completion.ToStatus());

    private JobPod View(long ordinal, int index, DateTimeOffset createdAt, PodStatus status) => new()
    {
        Id = new PodId(state.Uid, ordinal),
        Name = PodNaming.Name(state.Key.Name, state.Uid, index, ordinal),
        Uid = PodSuffix.Uid(state.Uid, ordinal),
        Index = index == PodRecord.NoIndex ? null : index,
        CreationTimestamp = createdAt,
        Status = status,
    };

    /// <summary>What is left of a pod; its status is made when somebody asks, if it was told briefly.</summary>
    private readonly record struct Remains(long Ordinal, int Index, long CreatedTicks, PodStatus? Status, PodCompletion Completion);
}

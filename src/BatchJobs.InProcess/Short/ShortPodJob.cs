using BatchJobs.InProcess.Running;
using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.InProcess.Short;

/// <summary>The short pods of a Job, and whether its pods can be short ones.</summary>
/// <remarks>The pods are used under the lock of the crew.</remarks>
internal sealed class ShortPodJob(InProcessJob job, Guid uid)
{
    private const int MostTables = 64;

    /// <summary>Borrowed while there are any.</summary>
    private ShortPodTable? pods;
    private LeasedPods? leased;
    private Judgement? judgement;
    private bool isBusy;

    public InProcessJob Job => job;

    private Crew Crew => job.Crew;

    /// <summary>Those that the engine does not know of yet.</summary>
    public LeasedPods Leased => leased ?? Interlocked.CompareExchange(ref leased, new LeasedPods(this, Crew), null) ?? leased;

    /// <summary>Whether an end can start the next pod.</summary>
    public bool IsLeasing => leased is { IsOpen: true };

    /// <summary>Whether there are pods that could be followed by others.</summary>
    public bool HasUseForLease => judgement is { Registration.Pace.HandsOver: false } && (pods is { Count: > 0 } || Shift.Mine is { Entered.Count: > 0 });

    public Guid Uid => uid;

    /// <summary>Those that wait, run, or have ended and are not released.</summary>
    public IEnumerable<ShortPod> Pods => pods?.All ?? [];

    /// <summary>What their bodies are.</summary>
    public PodHandlerRegistration Registration => judgement!.Registration!;

    public string ContainerName => judgement?.Template is { Containers: [{ Name: { } name }, ..] } ? name : "";

    /// <summary>Whether a pod can be a short one: whatever its body does, it is called once, on a thread of the pool, without limits.</summary>
    public bool Takes(PodSpec asked, ExecutorServices services)
    {
        if (!services.HasShortPods)
        {
            return false;
        }

        Judgement? known = Volatile.Read(ref judgement);
        if (known is null)
        {
            Judgement first = services.Judge(asked);
            known = Interlocked.CompareExchange(ref judgement, first, null) ?? first;
        }

        if (!ReferenceEquals(asked, known.Template))
        {
            // The bodies of short pods are those of the first template; another one may name another body.
            return false;
        }

        if (!known.IsOf(services.Options.Handlers))
        {
            known = services.Judge(asked);
            Volatile.Write(ref judgement, known);
        }

        return known.Registration is not null;
    }

    public bool TryAdd(PodContext pod) => (pods ??= Borrow()).TryAdd(pod);

    public PodContext? Find(long ordinal) => pods?.Find(ordinal);

    /// <summary>Remembers how a pod ended until it is released.</summary>
    public void End(in PodCompletion end) => pods!.End(in end);

    public void Remove(long ordinal) => pods!.Remove(ordinal);

    /// <summary>A pod that has ended is known and need not be remembered.</summary>
    public void Release(long ordinal)
    {
        Remove(ordinal);
        if (job.ForgetIfBare())
        {
            GiveBack();
        }
    }

    /// <summary>Whether there are none; once the Job has finished, without a lock.</summary>
    public bool IsEmpty => Volatile.Read(ref pods) is null or { Count: 0 };

    /// <summary>Gives the table back if there are no pods; not at once unless the Job has finished, since the next ones mostly follow.</summary>
    /// <returns>Whether there is none.</returns>
    public bool ReturnTable()
    {
        if (pods is { Count: > 0 } || IsLeasing)
        {
            return false;
        }

        leased?.Trim();
        GiveBack();
        isBusy = false;
        return true;
    }

    /// <summary>The pods whose bodies were called before an instant and still run.</summary>
    public List<PodContext>? TakeLasting(DateTimeOffset startedBefore) => pods?.Lasting(startedBefore);

    /// <summary>What stands between the body of a pod and everything that is made only when it asks.</summary>
    public IAttemptHost MakeHost(PodContext pod) => new ShortPodHost(pod, this, Crew);

    private void GiveBack()
    {
        if (pods is not null && Crew.Tables.Count < MostTables)
        {
            Crew.Tables.Push(pods);
        }

        pods = null;
    }

    private ShortPodTable Borrow()
    {
        if (!isBusy)
        {
            isBusy = true;
            Crew.Busy.Add(this);
        }

        return Crew.Tables.TryPop(out ShortPodTable? table) ? table : new ShortPodTable();
    }
}

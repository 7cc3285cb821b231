using BatchJobs.Execution;
using BatchJobs.Rules;
using BatchJobs.State;

namespace BatchJobs.Runtime;

/// <summary>What the loop of a Job has lent to the executor; it is called back before every step, so that a step knows all.</summary>
/// <remarks>
/// Measured: a Job of a million pods that do nothing takes a tenth of the processor time it takes when each end is looked at (see the benchmarks, W1).
/// Only where nothing is lost by it: no store that has to know of a pod before it runs, nobody who watches single pods, and no spans.
/// </remarks>
internal sealed class JobLease(JobLoop loop, LoopServices services)
{
    /// <summary>Fewer are not worth it.</summary>
    private const int Least = 8;

    /// <summary>Some tenths of a millisecond of bodies that do nothing.</summary>
    private const int Most = 8192;

    /// <summary>Where metrics count the notices, of which each end makes three: so many that the lists of the step can be used again.</summary>
    private const int MostCounted = 1024;

    private const int MostPerPod = 8;

    /// <summary>What runs ahead of a store is told once in some milliseconds; a megabyte then remembers it.</summary>
    private const int MostAheadOfStore = 65_536;

    [ThreadStatic]
    private static PodLease? spare;

    private Action? due;
    private PodLease? lent;

    /// <summary>The one before, if it has become so large that it is not for everybody.</summary>
    private PodLease? former;

    /// <summary>Whether there are pods that the state knows nothing of.</summary>
    public bool IsOut => Volatile.Read(ref lent) is not null;

    /// <summary>Ends it; what was done under it is part of the next step. Null if there was none.</summary>
    public PodLease? CallBack()
    {
        PodLease? back = lent;
        if (back is not null)
        {
            services.Leasing!.CallBack(back);
            back.Run.Living.Sort();
            Volatile.Write(ref lent, null);
        }

        return back;
    }

    /// <summary>The step is over that took it back.</summary>
    public void Return(PodLease back)
    {
        if (services.Commits is null)
        {
            back.End();
            spare = back;
        }
        else
        {
            former = back;
        }
    }

    /// <summary>What could be lent of what a Job would start next; null for nothing.</summary>
    public static LeaseTerms? TermsFor(JobState state, LoopServices services) => !state.IsFinished && services.Leasing!.HasUseForLease(state.Uid)
        ? services.Machine.Lend(state, Least, Math.Max(MostFor(services), state.Spec.Parallelism * MostPerPod))
        : null;

    private static int MostFor(LoopServices services) => services.Commits is not null ? MostAheadOfStore : services.Metrics.CountsNotices ? MostCounted : Most;

    /// <summary>Lends what the Job would start next.</summary>
    public void Lend(PodRequestFactory pods, LeaseTerms terms)
    {
        PodLease lease = former ?? spare ?? new PodLease();
        former = spare = null;
        lease.Begin(pods, terms, services.Options.StoreLag, due ??= loop.TakeLeaseBack);
        Volatile.Write(ref lent, lease);
        services.Leasing!.Lend(lease);
    }
}

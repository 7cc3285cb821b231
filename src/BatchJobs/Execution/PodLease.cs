using System.Diagnostics;
using BatchJobs.Pods;
using BatchJobs.Rules;

namespace BatchJobs.Execution;

/// <summary>Pods that an executor may start by itself, one in the place of each that ends, until the engine calls it back; and what came of it.</summary>
/// <remarks>
/// For pods so short that telling the engine of each end, and waiting for what it starts, would cost many times more than running them.
/// The engine has lent just those that it would have started. The executor has a lock for the lease, and one for each share of it, which comes after that of the lease.
/// </remarks>
internal sealed class PodLease
{
    /// <summary>The position of a pod that the engine started.</summary>
    public const int Known = LeasedEnd.Known;

    private const int MostInShare = 128;
    private const int PartsPerShare = 4;

    private LeaseTerms terms;
    private int open;
    private int failures;
    private int shares;
    private bool exhausted;
    private long begun;
    private long begunCoarsely;
    private TimeSpan patience;
    private Action? due;

    /// <summary>What was done.</summary>
    public LeasedRun Run { get; } = new();

    /// <summary>How the rest of a pod follows from its number and index.</summary>
    public PodRequestSource Source { get; private set; } = null!;

    public Guid JobUid => Source.JobUid;

    public long FirstOrdinal => terms.FirstOrdinal;

    /// <summary>Whether something ended.</summary>
    public bool HasEnds => Run.Count > 0;

    /// <summary>Whether the engine has to hear of what ended before another look at the lease.</summary>
    /// <param name="period">When the next look comes.</param>
    public bool IsOverdue(TimeSpan period) => Stopwatch.GetElapsedTime(begun) + period >= patience;

    /// <summary>The same without another look, and to some milliseconds only, for those who ask often.</summary>
    /// <param name="least">For how long it is never late.</param>
    public bool IsLate(TimeSpan least) => Environment.TickCount64 - begunCoarsely >= Math.Max(patience.TotalMilliseconds, least.TotalMilliseconds);

    /// <summary>For the engine: makes it a new one.</summary>
    /// <param name="source">The Job.</param>
    /// <param name="lent">What is lent.</param>
    /// <param name="lag">For how long the engine need not hear of what ends.</param>
    /// <param name="callBack">Calls the lease back.</param>
    public void Begin(PodRequestSource source, LeaseTerms lent, TimeSpan lag, Action callBack)
    {
        Source = source;
        terms = lent;
        open = lent.Open;
        failures = lent.Failures;
        shares = 0;
        exhausted = lent.Starts == 0;
        due = callBack;
        patience = lag;
        begun = Stopwatch.GetTimestamp();
        begunCoarsely = Environment.TickCount64;
        Run.Begin(lent.FirstOrdinal, lent.FirstIndex);
    }

    /// <summary>For the engine: forgets the Job, so that a lease that rests keeps no engine in memory.</summary>
    public void End()
    {
        Source = null!;
        due = null;
        Run.Begin(0, 0);
    }

    /// <summary>Names the container of the pods.</summary>
    public void Name(string container) => Run.Container = container;

    /// <summary>Whether pods are started in the order of their indexes, which several that take some positions at once can't keep.</summary>
    public bool IsOrdered => terms.FirstIndex >= 0;

    /// <summary>Under the lock of the lease: one more shares it.</summary>
    /// <remarks>If it <see cref="IsOrdered"/>, one that was alone has to <see cref="GiveBack"/> first.</remarks>
    public void Join(LeaseShare share)
    {
        shares++;
        share.Begin(0, 0);
    }

    /// <summary>Under both locks: a share does not use what it has left.</summary>
    public void GiveBack(LeaseShare share)
    {
        Run.Skip(share.Next, share.Next + share.Left);
        Return(share);
        share.Begin(0, 0);
    }

    /// <summary>Under both locks, if there is a share: whether the end of a pod can be told here; any other one has to be reported once the lease is back.</summary>
    public bool Takes(int exitCode, LeaseShare? share = null) => exitCode == 0 || failures > 0 || share is { Failures: > 0 };

    /// <summary>Under the lock of the share alone, while the lease is not closed: a pod ended; false, and nothing is done, if the share can't start another one in its place.</summary>
    /// <param name="share">That of the pod.</param>
    /// <param name="position">Which of those that were lent.</param>
    /// <param name="exitCode">Its exit code; not negative if there is no more to tell.</param>
    /// <param name="ticks">When.</param>
    /// <param name="more">What there is to tell beyond that; the default value for nothing.</param>
    public bool TryTell(LeaseShare share, int position, int exitCode, long ticks, in PodCompletion more)
    {
        if (share.Left == 0 || (more.Container is not null && !Run.CanTell(share.Next)) || !share.TryStart(exitCode == 0))
        {
            return false;
        }

        Tell(share.Started, position, exitCode, ticks, in more);
        return true;
    }

    /// <summary>Under both locks: a pod ended.</summary>
    /// <param name="share">That of the pod.</param>
    /// <param name="position">Which of those that were lent; <see cref="Known"/> for one that the engine started.</param>
    /// <param name="exitCode">Its exit code; not negative if there is no more to tell.</param>
    /// <param name="ticks">When.</param>
    /// <param name="more">What there is to tell beyond that; the default value for nothing.</param>
    /// <returns>Whether another one is started in its place; it is the last of the share.</returns>
    public bool Tell(LeaseShare share, int position, int exitCode, long ticks, in PodCompletion more)
    {
        bool starts = Start(share, exitCode == 0);
        Tell(starts ? share.Started : Run.Unanswered(), position, exitCode, ticks, in more);
        return starts;
    }

    /// <summary>A pod that was lent runs on; told of all that do when no more are started, in any order.</summary>
    public void GoesOn(int position) => Run.Living.Add(position);

    public long OrdinalOf(int position) => Run.OrdinalOf(position);

    public int IndexOf(int position) => Run.IndexOf(position);

    /// <summary>For the executor, without any lock: has the engine call it back, on this thread if it can.</summary>
    public void Due() => due?.Invoke();

    private bool Start(LeaseShare share, bool succeeded)
    {
        Return(share);
        failures -= succeeded ? 0 : 1; // also of one that starts nothing, as others may go on
        if (exhausted || (share.Left == 0 && Run.Starts == terms.Starts) || (succeeded && open == 0))
        {
            exhausted = true;
            return false;
        }

        if (share.Left == 0)
        {
            int part = Part();
            share.Begin(Run.Grant(part), part);
        }

        open -= succeeded ? 1 : 0;
        share.Start();
        int successes = Math.Min(share.Left, PartOf(open));
        int failed = Math.Min(share.Left, PartOf(failures));
        share.Endow(successes, failed);
        open -= successes;
        failures -= failed;
        return true;
    }

    /// <summary>How many positions one takes at once.</summary>
    private int Part() => IsOrdered && shares > 1 ? 1 : Math.Clamp(PartOf(Math.Min(terms.Starts - Run.Starts, open)), 1, MostInShare);

    /// <summary>What one takes of what is left: the less the less there is, so that all who share it end at about the same time.</summary>
    private int PartOf(int left) => left / (PartsPerShare * shares);

    private void Tell(int place, int position, int exitCode, long ticks, in PodCompletion more)
    {
        if (more.Container is null)
        {
            Run.Exited(place, position, exitCode, ticks);
        }
        else
        {
            Run.Ended(place, position, in more);
        }
    }

    private void Return(LeaseShare share)
    {
        (int successes, int failed) = share.Return();
        open += successes;
        failures += failed;
    }
}

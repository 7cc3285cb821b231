using System.Diagnostics;
using BatchJobs.Pods;
using BatchJobs.Rules;

namespace BatchJobs.Execution;

/// <summary>Pods that an executor may start by itself, one in the place of each that ends, until the engine calls it back; and what came of it.</summary>
/// <remarks>
/// For pods so short that telling the engine of each end, and waiting for what it starts, would cost many times more than running them.
/// The engine has lent just those that it would have started. For the executor, under a lock of its own.
/// </remarks>
internal sealed class PodLease
{
    private LeaseTerms terms;
    private int open;
    private int failures;
    private bool exhausted;
    private long begun;
    private TimeSpan patience;
    private Action? due;

    /// <summary>What was done.</summary>
    public LeasedRun Run { get; } = new();

    /// <summary>How the rest of a pod follows from its number and index.</summary>
    public PodRequestSource Source { get; private set; } = null!;

    public Guid JobUid => Source.JobUid;

    public long FirstOrdinal => terms.FirstOrdinal;

    /// <summary>How many pods were started.</summary>
    public int Starts => Run.Starts;

    /// <summary>Whether something ended.</summary>
    public bool HasEnds => Run.Count > 0;

    /// <summary>Whether the engine has to hear of what ended before another look at the lease.</summary>
    /// <param name="period">When the next look comes.</param>
    public bool IsOverdue(TimeSpan period) => Stopwatch.GetElapsedTime(begun) + period >= patience;

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
        exhausted = lent.Starts == 0;
        due = callBack;
        patience = lag;
        begun = Stopwatch.GetTimestamp();
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

    /// <summary>Whether the end of a pod can be told here; any other one has to be reported once the lease is back.</summary>
    public bool Takes(int exitCode) => exitCode == 0 || failures > 0;

    /// <summary>A pod that was lent ended and left nothing but its exit code, which is not negative.</summary>
    /// <returns>Whether another one is started in its place; it is the last of <see cref="Starts"/>.</returns>
    public bool Exited(int position, int exitCode, long ticks)
    {
        Run.Exited(position, exitCode, ticks);
        return Start(exitCode == 0);
    }

    /// <summary>A pod ended, and there is more to tell of it.</summary>
    /// <param name="position">Which of those that were lent; negative for one that the engine started.</param>
    /// <param name="end">How.</param>
    /// <returns>Whether another one is started in its place; it is the last of <see cref="Starts"/>.</returns>
    public bool Ended(int position, in PodCompletion end)
    {
        Run.Ended(position < 0 ? LeasedEnd.Known : position, in end);
        return Start(end.ExitCode == 0);
    }

    /// <summary>A pod that was lent runs on; told of all that do, in their order, when no more are started.</summary>
    public void GoesOn(int position) => Run.Living.Add(position);

    public long OrdinalOf(int position) => Run.OrdinalOf(position);

    public int IndexOf(int position) => Run.IndexOf(position);

    /// <summary>For the executor, without any lock: has the engine call it back, on this thread if it can.</summary>
    public void Due() => due?.Invoke();

    private bool Start(bool succeeded)
    {
        if (exhausted || Run.Starts == terms.Starts || (succeeded && open == 0))
        {
            exhausted = true;
            return false;
        }

        open -= succeeded ? 1 : 0;
        failures -= succeeded ? 0 : 1;
        Run.Starts++;
        return true;
    }
}

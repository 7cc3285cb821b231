using BatchJobs.Execution;

namespace BatchJobs.InProcess.Short;

/// <content>Jobs that begin when the pods of those before them are done.</content>
internal sealed partial class Crew
{
    /// <summary>How many pods have to wait for Jobs to wait as well: some microseconds of work.</summary>
    private const int ManyReady = 16;

    /// <summary>How many begin at least while the lookout is away, or the others wait for something that lasts.</summary>
    private const int FewBegun = 64;

    private IHeldJobs? held;
    private int begun;
    private int begunSeen;
    private bool heldSeen;

    /// <summary>Whether many pods wait, and a thread is about to come back for them. Read without the lock: it only decides what is worth its cost.</summary>
    public bool IsBehind => ready.Count >= ManyReady && attentive > 0;

    private bool HasHeld => held is { Any: true };

    /// <summary>There are held Jobs.</summary>
    public void CatchUp(IHeldJobs jobs)
    {
        bool summon;
        lock (gate)
        {
            held = jobs;
            summon = NeedsHelp();
        }

        lookout.Begin();
        Summon(summon);
    }

    /// <summary>Begins with a Job; its pods follow when a thread next looks for some.</summary>
    private void BeginHeld(Shift shift)
    {
        shift.OwesHeld = false;
        Shift.Mine = shift;
        try
        {
            Interlocked.Increment(ref begun);
            held!.BeginNext();
        }
        finally
        {
            Shift.Mine = null;
        }

        CarryOutReleases(shift);
    }

    /// <summary>Whether Jobs wait although what they wait for is not over in no time: a Job that never runs out of pods, or pods that last.</summary>
    private bool KeepsHeldWaiting()
    {
        bool keeps = heldSeen && HasHeld && begun - begunSeen < FewBegun;
        (heldSeen, begunSeen) = (HasHeld, begun);
        return keeps;
    }
}

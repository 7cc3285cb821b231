using BatchJobs.Execution;

namespace BatchJobs.InProcess.Short;

/// <content>Jobs that begin when the pods of those before them are done.</content>
internal sealed partial class Crew
{
    /// <summary>How many pods have to wait for Jobs to wait as well: some microseconds of work.</summary>
    private const int ManyReady = 16;

    private IHeldJobs? held;

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

        Summon(summon);
    }

    /// <summary>Begins with a Job; its pods follow when a thread next looks for some.</summary>
    private void BeginHeld(Shift shift)
    {
        Shift.Mine = shift;
        try
        {
            held!.BeginNext();
        }
        finally
        {
            Shift.Mine = null;
        }

        CarryOutReleases(shift);
    }
}

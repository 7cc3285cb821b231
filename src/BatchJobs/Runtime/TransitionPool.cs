using BatchJobs.StateMachine;

namespace BatchJobs.Runtime;

/// <summary>As many transitions as threads step at the same time, instead of one for each Job.</summary>
/// <remarks>
/// A thread keeps the one it had, so that two do not meet in the pool twice for each Job; but not one with nothing to spare, nor one that is full,
/// since a Job can begin on the thread of its creator and end on another one.
/// </remarks>
internal static class TransitionPool
{
    private const int MostRoom = 4096;

    private static readonly Pool<JobTransition> Spare = new(Math.Max(8, Environment.ProcessorCount));

    [ThreadStatic]
    private static JobTransition? mine;

    public static JobTransition Rent()
    {
        JobTransition? kept = mine;
        mine = null;
        return kept ?? Spare.TryRent() ?? new JobTransition();
    }

    public static void Return(JobTransition used)
    {
        if (used.Commands.Capacity > MostRoom || used.Notices.Capacity > MostRoom)
        {
            return;
        }

        used.Clear();
        if (mine is null && used.IsInBalance)
        {
            mine = used;
        }
        else
        {
            Spare.Return(used);
        }
    }
}

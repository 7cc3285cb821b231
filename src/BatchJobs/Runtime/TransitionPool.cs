using BatchJobs.StateMachine;

namespace BatchJobs.Runtime;

/// <summary>One transition for each thread that steps, instead of one for each Job.</summary>
internal static class TransitionPool
{
    private const int MostRoom = 4096;

    [ThreadStatic]
    private static JobTransition? spare;

    public static JobTransition Rent()
    {
        JobTransition rented = spare ?? new JobTransition();
        spare = null;
        return rented;
    }

    public static void Return(JobTransition used)
    {
        if (used.Commands.Capacity <= MostRoom && used.Notices.Capacity <= MostRoom)
        {
            used.Clear();
            spare = used;
        }
    }
}

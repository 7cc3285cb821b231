using BatchJobs.StateMachine;

namespace BatchJobs.Runtime;

/// <summary>As many transitions as threads step at the same time, instead of one for each Job.</summary>
internal static class TransitionPool
{
    private const int MostRoom = 4096;

    private static readonly Pool<JobTransition> Spare = new(Math.Max(8, Environment.ProcessorCount));

    public static JobTransition Rent() => Spare.TryRent() ?? new JobTransition();

    public static void Return(JobTransition used)
    {
        if (used.Commands.Capacity <= MostRoom && used.Notices.Capacity <= MostRoom)
        {
            used.Clear();
            Spare.Return(used);
        }
    }
}
